/** As the database holds it: nothing that canonical JSON would have to escape. */
const VALUE = /^[0-9A-Za-z .,:;+/=_-]{1,200}$/;

/** Whether a beacon may be announced in these words. */
export function isAnnouncement(words: string): boolean {
  return words.trim() === words && words.length >= 1 && words.length <= 200;
}

/** Whether a value is what must be mixed in: one when a beacon was announced, and none when none was. */
export function beaconFits(announced: string | null, value: string | null): boolean {
  return announced === null ? value === null : value !== null && VALUE.test(value);
}
