import type { Viewer } from '../../platform/viewer.ts';
import type { Answer, AskSubgraph } from './ask-subgraph.ts';

/** Somebody of an owner of regulations, in a role; the same name is the same person in every role. */
export function officer(person: string, role: 'PUBLISHER' | 'APPROVER', organisation = 'GM0402'): Viewer {
  return { role, person, organisation, registration: null, purpose: 'test' };
}

export const DRAFT = `fragment DraftParts on RegulationDraft {
  id owner instrument title status revision validFrom validUntil yaml returnReason
  articles { number text } rules { code stage text { nl } citation { article } source }
  findings { severity path code article }
  createdBy editedBy submittedBy approvedBy amends { id } regulation { id status }
}`;

const SAVED = `__typename ... on DraftSaved { draft { ...DraftParts } }
  ... on DraftConflict { code revision lastChange { action about person role revision } draft { id revision } }
  ... on RegulationRefused { code findings { severity path code article } }`;

const APPROVED = `__typename
  ... on RegulationApproved { draft { ...DraftParts } regulation { id status version validFrom validUntil yaml hash } }
  ... on DraftConflict { code revision lastChange { action about person role revision } draft { id revision } }
  ... on RegulationRefused { code findings { severity path code article } }`;

const WITHDRAWN = `__typename
  ... on RegulationWithdrawn { regulation { id status withdrawnAt withdrawalReason } findings { severity code } }
  ... on RegulationRefused { code findings { code } }`;

/** The mutations of drafts, with what a test reads of their answers. */
export const MUTATIONS = {
  draftRegulation: ['DraftRegulationInput', SAVED],
  importRegulation: ['ImportRegulationInput', SAVED],
  editRegulation: ['EditRegulationInput', SAVED],
  editRule: ['EditRuleInput', SAVED],
  removeRule: ['RemoveRuleInput', SAVED],
  submitRegulation: ['SubmitRegulationInput', SAVED],
  returnRegulation: ['ReturnRegulationInput', SAVED],
  approveRegulation: ['ApproveRegulationInput', APPROVED],
  withdrawDraft: ['WithdrawDraftInput', SAVED],
  withdrawRegulation: ['WithdrawRegulationInput', WITHDRAWN],
} as const;

export type MutationName = keyof typeof MUTATIONS;

/** The text of a mutation of drafts. */
export function mutationText(name: MutationName): string {
  const [input, parts] = MUTATIONS[name];
  const fragment = parts.includes('DraftParts') ? DRAFT : '';
  return `${fragment} mutation ($input: ${input}!) { ${name}(input: $input) { ${parts} } }`;
}

/** The draft as a test reads it. */
export interface DraftRead {
  readonly id: string;
  readonly revision: number;
  readonly status: string;
  readonly yaml: string;
  readonly [member: string]: unknown;
}

/** What a mutation of drafts answers. */
export interface DraftAnswer {
  readonly __typename: string;
  readonly code?: string;
  readonly revision?: number;
  readonly draft?: DraftRead;
  readonly regulation?: Readonly<Record<string, unknown>> & { readonly id: string };
  readonly findings?: readonly { readonly severity: string; readonly code: string; readonly path: string }[];
  readonly lastChange?: Readonly<Record<string, unknown>>;
}

let keys = 0;

/** A key that no other request of this run has. */
export function newKey(): string {
  keys += 1;
  return `key-of-a-draft-${keys}`;
}

/** Asks a mutation of drafts, under a key of its own unless one is given. Throws when the answer is an error. */
export async function change(
  ask: AskSubgraph,
  viewer: Viewer,
  name: MutationName,
  input: Readonly<Record<string, unknown>>,
): Promise<DraftAnswer> {
  const { data, codes }: Answer = await ask(viewer, mutationText(name), {
    input: { idempotencyKey: newKey(), ...input },
  });
  if (codes.length > 0) throw new Error(`${name}: ${codes.join(', ')}`);
  return data[name] as DraftAnswer;
}

/** The same, when it is expected to be done. */
export async function done(
  ask: AskSubgraph,
  viewer: Viewer,
  name: MutationName,
  input: Readonly<Record<string, unknown>>,
): Promise<DraftRead> {
  const answer = await change(ask, viewer, name, input);
  if (answer.draft === undefined || answer.code !== undefined) throw new Error(JSON.stringify(answer));
  return answer.draft;
}
