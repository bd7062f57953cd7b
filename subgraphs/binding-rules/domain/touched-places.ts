import type { Place } from './plan-publication.ts';

/** The municipalities whose rules regulations of these owners can change: those that they have a say in. */
export function touchedPlaces(
  owners: readonly string[],
  municipalities: readonly { readonly code: string; readonly region: string | null }[],
): readonly Place[] {
  const asking = new Set(owners);
  return municipalities
    .filter(
      ({ code, region }) => asking.has('RIJK') || asking.has(code) || (region !== null && asking.has(region)),
    )
    .map(({ code, region }) => ({ municipality: code, region }));
}

/** Whose published versions decide in these places, or can stand in the way of these owners. */
export function ownersAround(owners: readonly string[], places: readonly Place[]): readonly string[] {
  const around = places.flatMap(({ municipality, region }) =>
    region === null ? [municipality] : [municipality, region],
  );
  return [...new Set(['RIJK', ...owners, ...around])];
}
