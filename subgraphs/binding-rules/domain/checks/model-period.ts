import type { Finding } from '../../../../rules/finding.ts';
import { warning, type Checked } from './check.ts';

/** Where the model ends before the regulation that adopts it, no rules follow until the region publishes the next one. */
export function checkModelPeriod({ regulation, higher }: Checked): readonly Finding[] {
  const model = higher.find(({ layer, code }) => layer === 'REGIONAL_MODEL' && code === regulation.adopts);
  const ends = model?.validity.until;
  const { until } = regulation.validity;
  if (ends === null || ends === undefined || (until !== null && until <= ends)) return [];
  const nl = `het regionale model geldt tot ${ends}; daarna zijn er geen regels zolang er geen volgende versie is`;
  const en = `the regional model holds until ${ends}; after it there are no rules while no next version exists`;
  return [warning('validity.until', 'PERIOD_GAP', nl, en, null)];
}
