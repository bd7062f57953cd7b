/** A CBS municipality code, `GM0402`. */
export type MunicipalityCode = string;

/** A core (kern): a village or district inside a municipality, `GM0402-C01`. */
export type CoreCode = string;

/** A housing region (woningmarktregio), `GOOI`. */
export type RegionCode = string;

/** Where a dwelling stands, from wide to narrow, and the municipalities that its region is made of. */
export interface Place {
  readonly region: RegionCode;
  readonly municipality: MunicipalityCode;
  readonly core: CoreCode | null;
  /** Every municipality of the region, so that a regional binding can be judged without another look-up. */
  readonly regionMunicipalities: readonly MunicipalityCode[];
}
