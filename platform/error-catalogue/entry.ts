/** One line of the catalogue. `http` is the status when the whole request is refused with it. */
export interface CatalogueEntry {
  readonly nl: string;
  readonly en: string;
  readonly since: string;
  readonly http?: number;
}

export function entry(nl: string, en: string, http?: number): CatalogueEntry {
  return { nl, en, since: '0.1.0', ...(http === undefined ? {} : { http }) };
}
