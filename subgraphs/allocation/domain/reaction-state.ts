/**
 * Status of a reaction (VERA KANDIDAATSTATUS REA, or withdrawn, or excluded by the facts of the closing day, or suspended by
 * those of a day before it: then it comes back when the facts do).
 */
export const REACTION_STATUSES = ['ACTIVE', 'WITHDRAWN', 'EXCLUDED', 'SUSPENDED'] as const;
export type ReactionStatus = (typeof REACTION_STATUSES)[number];

/** Why a reaction cannot be made or withdrawn now, or undefined when it can. */
export function whyClosed(
  vacancy: { readonly status: string; readonly closesAt: string | null },
  now: string,
): 'VACANCY_NOT_OPEN' | undefined {
  const open =
    vacancy.status === 'PUBLISHED' &&
    vacancy.closesAt !== null &&
    Date.parse(now) < Date.parse(vacancy.closesAt);
  return open ? undefined : 'VACANCY_NOT_OPEN';
}
