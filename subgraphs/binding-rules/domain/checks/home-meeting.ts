import { addDays } from '../../../../platform/primitives/calendar-date.ts';
import type { Condition } from '../../../../rules/condition.ts';
import type { VacancyFacts } from '../../../../rules/facts.ts';

/** The home changed as little as it takes for a condition on it to come out as wanted; unchanged where nothing would help. */
export function homeMeeting(leaf: Condition, wanted: boolean, home: VacancyFacts): VacancyFacts {
  if (!wanted) return home;
  switch (leaf.kind) {
    case 'model':
      return leaf.models.includes(home.model) ? home : { ...home, model: leaf.models[0] ?? home.model };
    case 'label':
      return home.labels.includes(leaf.label) ? home : { ...home, labels: [...home.labels, leaf.label] };
    case 'home':
      return {
        ...home,
        rooms: between(home.rooms, leaf.minimumRooms, leaf.maximumRooms),
        areaM2: between(home.areaM2, null, leaf.maximumAreaM2),
        rentCents: between(home.rentCents, null, leaf.maximumRentCents),
        accessibility: leaf.minimumAccessibility === 'NONE' ? home.accessibility : 'WHEELCHAIR',
        dwellingType: oneOf(home.dwellingType, leaf.dwellingTypes),
        segment: oneOf(home.segment, leaf.segments),
      };
    case 'rent-at-most':
      return { ...home, rentCents: between(home.rentCents, null, leaf.amountCents) };
    case 'complex':
      return { ...home, complex: leaf.complexes[0] ?? null };
    case 'offered-for':
      return { ...home, offeredSince: addDays(home.publishedOn, -7 * leaf.minimumWeeks) };
    case 'accessibility-need':
      return { ...home, accessibility: 'WHEELCHAIR' };
    default:
      return home;
  }
}

function between(value: number, minimum: number | null, maximum: number | null): number {
  return Math.min(Math.max(value, minimum ?? value), maximum ?? Math.max(value, minimum ?? value));
}

function oneOf<Value>(value: Value, allowed: readonly Value[]): Value {
  return allowed.length === 0 || allowed.includes(value) ? value : (allowed[0] as Value);
}
