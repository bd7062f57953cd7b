/** Who signs a care contract (zorgovereenkomst, HOV). */
export const CONTRACT_PARTIES = ['SEEKER', 'CARE_PROVIDER', 'MUNICIPALITY'] as const;
export type ContractParty = (typeof CONTRACT_PARTIES)[number];

/** Who records them. */
export type ContractRecorder = 'CARE_PROVIDER' | 'URGENCY_OFFICER';

/**
 * Whose signatures somebody may record: each organisation its own and that of the seeker who signed before its eyes, so that a
 * contract of which only one of them knows is never met. A municipality records the provider's where the urgency names none.
 */
export function mayRecordSignature(
  recorder: ContractRecorder,
  party: ContractParty,
  hasProvider: boolean,
): boolean {
  if (party === 'SEEKER') return true;
  if (recorder === 'CARE_PROVIDER') return party === 'CARE_PROVIDER';
  return party === 'MUNICIPALITY' || !hasProvider;
}
