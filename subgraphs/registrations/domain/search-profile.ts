/** What a seeker asks of a home. */
export interface SearchProfileBounds {
  readonly dwellingTypes: readonly string[];
  readonly minimumRooms?: number | null | undefined;
  readonly maximumRooms?: number | null | undefined;
  readonly maximumRentCents?: number | null | undefined;
  readonly minimumAreaM2?: number | null | undefined;
  readonly municipalities: readonly string[];
}

const MUNICIPALITY = /^GM\d{4}$/;

/** Whether a profile can be searched with: bounds in range, none contradicting another, codes of the right form, none twice. */
export function isSearchProfile(profile: SearchProfileBounds): boolean {
  const { minimumRooms, maximumRooms, maximumRentCents, minimumAreaM2, dwellingTypes, municipalities } =
    profile;
  return (
    isUnique(dwellingTypes) &&
    isUnique(municipalities) &&
    dwellingTypes.length <= 5 &&
    municipalities.length <= 50 &&
    municipalities.every((code) => MUNICIPALITY.test(code)) &&
    inRange(minimumRooms, 1, 20) &&
    inRange(maximumRooms, 1, 20) &&
    (minimumRooms ?? 1) <= (maximumRooms ?? 20) &&
    inRange(maximumRentCents, 1, 1_000_000) &&
    inRange(minimumAreaM2, 1, 1_000)
  );
}

function isUnique(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}

function inRange(value: number | null | undefined, least: number, most: number): boolean {
  return value === null || value === undefined || (value >= least && value <= most);
}
