/** How many people are made up: what a region, a province or the country has; a village is for tests. */
export type PopulationScale = (typeof POPULATION_SCALES)[number];

export const POPULATION_SCALES = ['village', 'region', 'province', 'country'] as const;

/** The registers of a scale: those of the demonstration's two regions, and how many more there are with how many people in all. */
export interface PopulationSize {
  readonly gooi: number;
  readonly amsterdam: number;
  /** Each tier adds regions to the ones before it, so that a larger scale holds the regions of the smaller. */
  readonly tiers: readonly { readonly regions: number; readonly registrations: number }[];
}

const PROVINCE = { regions: 10, registrations: 315_000 };
const REGION = { gooi: 30_000, amsterdam: 5_000 };

/** 35,000, 350,000 and 3,500,000 registrations in 2, 12 and 100 regions. See README.md for where the numbers come from. */
export const POPULATION_SIZES: Readonly<Record<PopulationScale, PopulationSize>> = {
  village: { gooi: 300, amsterdam: 100, tiers: [{ regions: 4, registrations: 500 }] },
  region: { ...REGION, tiers: [] },
  province: { ...REGION, tiers: [PROVINCE] },
  country: { ...REGION, tiers: [PROVINCE, { regions: 88, registrations: 3_150_000 }] },
};

/** Per 35,000 registrations. */
const PER_REGISTRATIONS = 35_000;

/** So many as go with a register of that size, when a register of 35,000 has `count`; rounded, and one at the least. */
export function inProportion(count: number, registrations: number): number {
  return Math.max(1, Math.round((count * registrations) / PER_REGISTRATIONS));
}
