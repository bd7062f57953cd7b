/** What becomes of the home that a mover leaves. */
export const HOME_DESTINIES = [
  'UNKNOWN',
  'RELET_SOCIAL',
  'MID_RENT',
  'FREE_SECTOR',
  'SOLD',
  'NOT_LET',
] as const;
export type HomeDestiny = (typeof HOME_DESTINIES)[number];
