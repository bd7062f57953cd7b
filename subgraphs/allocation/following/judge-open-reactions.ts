import type { Transaction } from '../../../platform/database/connect.ts';
import { formatGlobalId, type GlobalId } from '../../../platform/global-id.ts';
import type { CalendarDate } from '../../../platform/primitives/calendar-date.ts';
import type { CandidateFacts } from '../../../rules/facts.ts';
import { sortKey } from '../../../rules/rank.ts';
import type { HubWork } from '../closing/hub-work.ts';
import { assembleCandidate, type SeekerCase } from '../domain/assemble-facts.ts';
import { judgeAnew, type SeekerOn } from '../domain/judge-anew.ts';
import type { Judge } from '../domain/judge.ts';
import { judgeOf } from '../loaders.ts';
import * as base from '../store.ts';
import * as store from '../store/following.ts';

/** By the hashes of their rule sets. */
type Judges = ReadonlyMap<string, Judge>;

/** Work of the hub by the one process that follows. */
export interface FollowWork extends HubWork {
  /** Under which it holds the lease. */
  readonly holder: string;
}

/** Another process took over: what this one had in hand is not written. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

export interface JudgedAnew {
  /** Reactions that stand elsewhere now, are suspended or came back. */
  readonly moved: number;
  /** Registrations whose facts could not be put together; theirs are asked for again later. */
  readonly incomplete: readonly string[];
}

/** What is known of a seeker today: facts, that there is no such registration any more, or not enough to decide on. */
type Known = SeekerOn | 'GONE' | 'INCOMPLETE';

/**
 * Judges everybody of `registrations` anew on the facts of today, on each open home they reacted to, and writes it in one
 * transaction, together with `beside`. A ranking that is frozen or closed is not touched. Undefined, with nothing written, when
 * an owner of facts is away. Throws LeaseLost.
 */
export async function judgeOpenReactions(
  registrations: readonly string[],
  work: FollowWork,
  beside: (sql: Transaction) => Promise<void> = () => Promise.resolve(),
): Promise<JudgedAnew | undefined> {
  const on = work.clock.today();
  const now = work.clock.now();
  // First who stands, then the facts: what is written here was asked for after the reaction was there to be looked at.
  const open =
    registrations.length === 0
      ? []
      : byHome(await work.write((sql) => store.openReactions(sql, registrations, now)));
  const known = await seekersOn([...new Set(open.map(({ registration }) => registration))], on, work);
  if (known === undefined) return undefined;
  const decides = await decidersOf(open, work);
  const judged = open.flatMap((one): store.MovedReaction[] => {
    const seeker = known.get(one.registration)!;
    return seeker === 'INCOMPLETE' ? [] : [moveOf(one, seeker, decides, on)];
  });
  const facts = new Map<string, CandidateFacts>();
  for (const [registration, seeker] of known)
    if (typeof seeker !== 'string') facts.set(registration, seeker.facts);
  const incomplete = open.filter(({ registration }) => known.get(registration) === 'INCOMPLETE');
  const moved = await work.write(async (sql) => {
    if (!(await store.keepLease(sql, work.holder))) throw new LeaseLost();
    const count = await write(sql, open, judged, facts, on, now);
    if (incomplete.length > 0) await store.lookAgain(sql, incomplete);
    await beside(sql);
    return count;
  });
  return { moved, incomplete: [...new Set(incomplete.map(({ registration }) => registration))] };
}

/** Home after home, each with one and the same facts: a compiled rule set remembers which of its rules the last home asks for. */
function byHome(open: readonly store.OpenReaction[]): readonly store.OpenReaction[] {
  const homes = Map.groupBy(open, ({ owner, vacancy: id }) => formatGlobalId({ owner, id }));
  return [...homes.values()].flatMap((of) =>
    of.map((one) => ({ ...one, vacancyFacts: of[0]!.vacancyFacts })),
  );
}

async function write(
  sql: Transaction,
  open: readonly store.OpenReaction[],
  judged: readonly store.MovedReaction[],
  facts: ReadonlyMap<string, CandidateFacts>,
  on: CalendarDate,
  now: string,
): Promise<number> {
  if (judged.length === 0) return 0;
  const homes = new Map(open.map(({ owner, vacancy: id }) => [formatGlobalId({ owner, id }), { owner, id }]));
  const locked = new Set((await store.lockOpenRankings(sql, [...homes.values()], now)).map(formatGlobalId));
  const homeOf = new Map(open.map((one) => [one.id, formatGlobalId({ owner: one.owner, id: one.vacancy })]));
  const still = judged.filter(({ id }) => locked.has(homeOf.get(id)!));
  const moved = await store.moveReactions(sql, still, facts, on);
  await store.countStanding(sql, changesOf(moved));
  return moved.filter(({ isElsewhere }) => isElsewhere).length;
}

/** By how many more or fewer stand on each home. */
function changesOf(moved: readonly store.Moved[]): readonly (GlobalId & { readonly change: number })[] {
  const changes = new Map<string, GlobalId & { change: number }>();
  for (const { owner, vacancy, before, after } of moved) {
    if (before === after) continue;
    const id = { owner, id: vacancy };
    const known = changes.get(formatGlobalId(id)) ?? { ...id, change: 0 };
    changes.set(formatGlobalId(id), { ...known, change: known.change + (after === 'ACTIVE' ? 1 : -1) });
  }
  return [...changes.values()].filter(({ change }) => change !== 0);
}

function moveOf(
  { owner, id, registration, vacancyFacts, ruleSetHash }: store.OpenReaction,
  seeker: SeekerOn | 'GONE',
  decides: Judges,
  on: CalendarDate,
): store.MovedReaction {
  const anew =
    seeker === 'GONE'
      ? ({ kind: 'EXCLUDED', exclusion: 'REGISTRATION_NOT_ACTIVE' } as const)
      : judgeAnew(seeker, decides.get(ruleSetHash)!.quick, vacancyFacts, on);
  const whose = { owner, id, registration };
  if (anew.kind === 'EXCLUDED') {
    return { ...whose, status: 'SUSPENDED', exclusion: anew.exclusion, groupRank: null, orderKey: null };
  }
  const { groupRank, orderKey } = sortKey({ ...anew, lot: '' });
  return { ...whose, status: 'ACTIVE', exclusion: null, groupRank, orderKey };
}

/** Undefined when the answer as a whole is not to be had: an owner is away. */
async function seekersOn(
  registrations: readonly string[],
  on: CalendarDate,
  { ask }: HubWork,
): Promise<ReadonlyMap<string, Known> | undefined> {
  interface Answer {
    readonly registrationsById: readonly (SeekerCase | null)[] | null;
  }
  if (registrations.length === 0) return new Map();
  const answer = await ask<Answer>('ClosingFacts', { registrations, on });
  if (!answer?.registrationsById) return undefined;
  const seekers = answer.registrationsById;
  return new Map(registrations.map((id, index) => [id, knownOf(seekers[index] ?? null)]));
}

function knownOf(seeker: SeekerCase | null): Known {
  if (seeker === null) return 'GONE';
  const assembled = assembleCandidate(seeker);
  return assembled.kind === 'OK' ? { facts: assembled.value, active: seeker.facts!.active } : 'INCOMPLETE';
}

async function decidersOf(open: readonly store.OpenReaction[], { write: ask }: HubWork): Promise<Judges> {
  const hashes = [...new Set(open.map(({ ruleSetHash }) => ruleSetHash))];
  if (hashes.length === 0) return new Map();
  const rows = await ask((sql) => base.ruleSetsByHash(sql, hashes));
  return new Map(rows.map(({ hash, canonical }) => [hash, judgeOf(hash, canonical)]));
}
