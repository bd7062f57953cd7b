import { leavesOf } from '../rules/condition.ts';
import type { AllocationModel, VacancyLabel } from '../rules/facts.ts';
import type { RuleSet } from '../rules/rule-set.ts';
import type { DwellingRow } from '../subgraphs/vacancies/subgraph.ts';
import type { Randomness, Weights } from './randomness.ts';

/** Models whose groups look at labels. */
const GROUPED: readonly AllocationModel[] = ['OFFER', 'LOTTERY', 'FIRST_LETTING'];

const BINDING: Weights<VacancyLabel | null> = [
  [null, 540],
  ['LOCAL_BINDING', 190],
  ['REGIONAL_BINDING', 180],
  ['CORE_BINDING', 50],
  ['VITAL_PROFESSION', 40],
];

/** The labels for a home: at most one for age, size or chain and one for binding, each within the quotas. */
export function labelsFor(
  dwelling: DwellingRow,
  model: AllocationModel,
  ruleSet: RuleSet,
  admits: (labels: readonly VacancyLabel[]) => boolean,
  randomness: Randomness,
): readonly VacancyLabel[] {
  if (!GROUPED.includes(model)) return [];
  const known = labelsOf(ruleSet);
  const wanted = [randomness.weighted(suitingLabels(dwelling, model)), randomness.weighted(BINDING)];
  const labels: VacancyLabel[] = [];
  for (const label of wanted) {
    if (label === null || !known.has(label)) continue;
    // A core that the home does not lie in binds nobody.
    if (label === 'CORE_BINDING' && dwelling.core === null) continue;
    if (admits([...labels, label])) labels.push(label);
  }
  return labels;
}

function suitingLabels(dwelling: DwellingRow, model: AllocationModel): Weights<VacancyLabel | null> {
  // Who may take part in a draw for the young is a requirement already.
  if (model === 'LOTTERY') return [[null, 1]];
  if (dwelling.dwellingType === 'SENIOR_HOME') {
    return [
      ['AGE_55_PLUS', 60],
      ['AGE_65_PLUS', 40],
    ];
  }
  const youth = dwelling.areaM2 <= 55 && dwelling.rentCents <= 50_000 ? 350 : 0;
  return [
    [null, 860 - youth],
    ['YOUTH', youth],
    ['LARGE_HOUSEHOLD', dwelling.rooms >= 4 ? 400 : 0],
    ['STARTER', 80],
    ['MOVER', 60],
  ];
}

const labelsByRuleSet = new Map<string, ReadonlySet<VacancyLabel>>();

/** The labels that a rule set gives a priority for; any other would promise what no rule keeps. */
export function labelsOf(ruleSet: RuleSet): ReadonlySet<VacancyLabel> {
  const known = labelsByRuleSet.get(ruleSet.hash);
  if (known !== undefined) return known;
  const leaves = ruleSet.groups.flatMap(({ rule }) => leavesOf(rule.appliesTo));
  const labels = new Set(leaves.filter((leaf) => leaf.kind === 'label').map(({ label }) => label));
  labelsByRuleSet.set(ruleSet.hash, labels);
  return labels;
}
