import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../../platform/primitives/calendar-date.ts';
import { parseRule } from '../../../rules/read-rule.ts';
import type { SanctionRule } from '../../../rules/rule.ts';
import { exclusionsAfter, type Conduct } from '../../../rules/sanction.ts';

function sanction(special: Readonly<Record<string, unknown>> = {}): SanctionRule {
  const parsed = parseRule({
    id: 'model@2024-01-01#REFUSAL',
    code: 'REFUSAL',
    layer: 'REGIONAL_MODEL',
    citation: { instrument: 'model', title: 'Model', article: '1', text: 'Tekst.', version: '2024-01-01' },
    stage: 'SANCTION',
    conduct: 'OFFER_REFUSED',
    models: ['URGENT_SEEKER_LOTTERY'],
    excludesFrom: ['URGENT_SEEKER_LOTTERY'],
    months: 24,
    ...special,
  });
  if (parsed.kind === 'FAILED') throw new Error(JSON.stringify(parsed.failure));
  return parsed.value as SanctionRule;
}

const refusal = (on: string, special: Partial<Conduct> = {}): Conduct => ({
  conduct: 'OFFER_REFUSED',
  model: 'URGENT_SEEKER_LOTTERY',
  on: calendarDate(on),
  ...special,
});

const untilOf = (rule: SanctionRule, ...history: Conduct[]): readonly string[] =>
  exclusionsAfter({ sanctions: [rule] }, history).map(({ model, until }) => `${model} ${until}`);

describe('a sanction', () => {
  it('excludes from the day of a refusal for the term that the rule states', () => {
    expect(exclusionsAfter({ sanctions: [sanction()] }, [refusal('2025-03-31')])).toEqual([
      { model: 'URGENT_SEEKER_LOTTERY', until: '2027-03-31', reason: 'REFUSAL' },
    ]);
    expect(untilOf(sanction({ months: 11 }), refusal('2025-03-31'))).toEqual([
      'URGENT_SEEKER_LOTTERY 2026-02-28',
    ]);
  });

  it('answers the conduct and the models that it names, and nothing else', () => {
    expect(untilOf(sanction(), refusal('2025-03-31', { model: 'OFFER' }))).toEqual([]);
    expect(untilOf(sanction(), refusal('2025-03-31', { conduct: 'VIEWING_MISSED' }))).toEqual([]);
    expect(untilOf(sanction())).toEqual([]);
  });

  it('waits until it has happened often enough within its window, whatever the order in which it is told', () => {
    const third = sanction({ occurrences: 3, withinMonths: 12 });
    const [one, two, three] = [refusal('2025-01-01'), refusal('2025-06-01'), refusal('2025-12-31')];
    expect(untilOf(third, one, two)).toEqual([]);
    expect(untilOf(third, three, one, two)).toEqual(['URGENT_SEEKER_LOTTERY 2027-12-31']);
    expect(untilOf(third, one, two, refusal('2026-01-01'))).toEqual([]);
  });

  it('is not laid anew for what happened before something that it does not concern', () => {
    const later = refusal('2025-06-01', { model: 'OFFER' });
    expect(untilOf(sanction(), refusal('2025-03-31'), later)).toEqual([]);
    expect(untilOf(sanction(), refusal('2025-06-01'), later)).toEqual(['URGENT_SEEKER_LOTTERY 2027-06-01']);
  });

  it('says in words what it does', () => {
    expect(sanction().sentence.nl).toBe(
      'Wie bij spoedzoekregeling een aangeboden woning weigert, is 24 maanden uitgesloten van spoedzoekregeling.',
    );
    expect(sanction({ occurrences: 3, withinMonths: 12 }).sentence.en).toBe(
      'Who 3 times within 12 months refuses a home that was offered through urgent-seeker draw is excluded from urgent-seeker draw for 24 months.',
    );
  });
});
