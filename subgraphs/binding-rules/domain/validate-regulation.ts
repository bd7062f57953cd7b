import { periodHolds } from '../../../platform/primitives/period.ts';
import type { Finding } from '../../../rules/finding.ts';
import { checkArgument } from './checks/argument.ts';
import { checkCaps } from './checks/caps.ts';
import type { Check } from './checks/check.ts';
import { checkDuration } from './checks/duration.ts';
import { checkFills } from './checks/fills.ts';
import { checkGrounds } from './checks/grounds.ts';
import { checkLayer } from './checks/layer.ts';
import { checkLowIncomes } from './checks/low-incomes.ts';
import { checkModelPeriod } from './checks/model-period.ts';
import { checkOpenNorms } from './checks/open-norms.ts';
import { checkProtectedUrgents } from './checks/protected-urgents.ts';
import { checkPublisher } from './checks/publisher.ts';
import { checkRanks } from './checks/ranks.ts';
import { checkReactionLimits } from './checks/reaction-limits.ts';
import { checkThresholds } from './checks/thresholds.ts';
import { checkUrgencyScheme } from './checks/urgency-scheme.ts';
import type { Regulation } from './regulation.ts';

/** What is looked at, in the order in which a reader goes through a regulation: whose, why, how long, and then its rules. */
const CHECKS: readonly Check[] = [
  checkPublisher,
  checkArgument,
  checkDuration,
  checkModelPeriod,
  checkLayer,
  checkFills,
  checkUrgencyScheme,
  checkCaps,
  checkGrounds,
  checkProtectedUrgents,
  checkLowIncomes,
  checkRanks,
  checkThresholds,
  checkReactionLimits,
  checkOpenNorms,
];

/**
 * What is wrong with a regulation under the higher layers in force on its first day, each finding with its place, the
 * article that sets the bound and what it allows. No ERROR means: nothing stands in the way of publishing here; a WARNING
 * never does. `publisher` is the organisation that wants to publish. The bounds come from the higher regulations, none
 * from this code.
 */
export function validateRegulation(
  regulation: Regulation,
  higher: readonly Regulation[],
  publisher: string,
): readonly Finding[] {
  const ruling = higher.filter(({ validity }) => periodHolds(validity, regulation.version));
  return CHECKS.flatMap((check) => check({ regulation, higher: ruling, publisher }));
}
