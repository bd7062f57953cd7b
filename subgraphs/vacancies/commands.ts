import { dayInNetherlands } from '../../platform/clock.ts';
import type { Transaction } from '../../platform/database/connect.ts';
import { refusal, type ErrorCode, type RefusalData } from '../../platform/errors.ts';
import { formatGlobalId, parseGlobalId, type GlobalId } from '../../platform/global-id.ts';
import { isIdempotencyKey, once } from '../../platform/idempotency.ts';
import type { CalendarDate } from '../../platform/primitives/calendar-date.ts';
import type { SubgraphContext } from '../../platform/serve-subgraph.ts';
import { scopeFindings, type Reason } from '../../rules/assess.ts';
import { quotaArea, quotaPeriod } from '../../rules/quota.ts';
import { orderRuleFor, type RuleSet } from '../../rules/rule-set.ts';
import type {
  DraftVacancyInput,
  PublishVacancyInput,
  TakeVacancyStepInput,
  WithdrawVacancyInput,
} from '../../schema/generated/vacancies.ts';
import { capsOn, roomOf, type QuotaRoom } from './domain/quota-ledger.ts';
import { homeOf, offeredSinceAfter, publicationOf } from './domain/published-home.ts';
import { stepOn, vacancyAfter } from './domain/vacancy-state.ts';
import { experimentRefusal } from './experiment.ts';
import { committedDraw } from './draw-commitment.ts';
import type { Loaders } from './loaders.ts';
import { closingMoment, isMediated, wrongMediation } from './mediation.ts';
import { rulesIn } from './rules.ts';
import * as store from './store.ts';
import type { DwellingRow, VacancyRow } from './tables.ts';

type Context = SubgraphContext<Loaders>;
type Done = { readonly vacancy: VacancyRow } | RefusalData;

/** Published, or why not: a reason of the catalogue, rules that the home fails, or a cap without room. */
export type PublishOutcome =
  | Done
  | (RefusalData & { readonly objections: readonly Reason[] })
  | (RefusalData & { readonly quota: QuotaRoom });

/** The longest reaction period, days. */
const OPEN_DAYS_MAXIMUM = 60;
const DAY_MS = 86_400_000;

/** Prepares a vacancy of a dwelling of the asking corporation. Repeating key and input prepares once. */
export async function draftVacancy(input: DraftVacancyInput, context: Context): Promise<Done> {
  const dwelling = parseGlobalId(input.dwelling);
  if (dwelling === undefined || dwelling.owner !== context.viewer.organisation)
    return refusal('UNKNOWN_DWELLING');
  const labels = [...new Set(input.labels)].sort();
  const experiment = input.experiment ?? null;
  const isSound = experiment === null || (input.model === 'EXPERIMENT' && isExperimentId(experiment));
  const wrong = await wrongMediation(input, context);
  if (wrong !== undefined) return refusal(wrong);
  if (!isIdempotencyKey(input.idempotencyKey) || labels.length > 10 || !isSound)
    return refusal('INVALID_INPUT');
  const outcome = await context.write((transaction) =>
    once<{ id: string } | { code: ErrorCode }>(
      transaction,
      requestOf('draftVacancy', input, context),
      async () => {
        const [home] = await store.dwellingsById(transaction, [dwelling]);
        if (home === undefined) return refused('UNKNOWN_DWELLING');
        const { model, mediationCategory = null, careProvider = null } = input;
        const drafted = { model, labels, mediationCategory, careProvider, experiment };
        const id = await store.insertDraft(transaction, dwelling, drafted);
        return id === undefined ? refused('DWELLING_OFFERED') : { remember: true, effect: { id } };
      },
    ),
  );
  if (outcome.kind === 'CONFLICT') return refusal('IDEMPOTENCY_CONFLICT');
  if ('code' in outcome.effect) return refusal(outcome.effect.code);
  return vacancyNow({ owner: dwelling.owner, id: outcome.effect.id }, context);
}

type PublishEffect = 'PUBLISHED' | ErrorCode | QuotaRoom;

/**
 * Publishes a prepared vacancy of the asking corporation under the rules in force today, which are asked for before
 * anything is locked, and where these order by a draw with the commitment to it. Counts the caps that it comes under and takes its place in them in one transaction, in which every
 * other publication that they count waits. Refuses with the cap and its arithmetic when there is no room.
 */
export async function publishVacancy(input: PublishVacancyInput, context: Context): Promise<PublishOutcome> {
  const id = parseGlobalId(input.vacancy);
  if (id === undefined) return refusal('UNKNOWN_VACANCY');
  if (!isIdempotencyKey(input.idempotencyKey)) return refusal('INVALID_INPUT');
  const seen = await context.loaders.vacancies.load(id);
  if (seen === null || seen.owner !== context.viewer.organisation) return refusal('UNKNOWN_VACANCY');
  const dwelling = await context.loaders.dwellings.load({ owner: seen.owner, id: seen.dwelling });
  if (dwelling === null) return refusal('UNKNOWN_VACANCY');
  const today = context.clock.today();
  const complex = dwelling.complex === null ? null : `${dwelling.owner}:${dwelling.complex}`;
  const rules = await rulesIn(seen.municipality, complex, today, context);
  if (rules === 'RULES_UNAVAILABLE') return refusal(rules);
  if (rules === null) return refusal('NO_RULES');
  if (seen.model === 'FIRST_LETTING' && !rules.sources.some(({ layer }) => layer === 'COMPLEX'))
    return refusal('NO_AGREEMENT');
  const unregistered = await experimentRefusal(seen, today, context);
  if (unregistered !== undefined) return refusal(unregistered);
  const draw = await committedDraw(input, orderRuleFor(rules, seen.model), context);
  let objections: readonly Reason[] = [];
  const outcome = await context.write((transaction) =>
    once<PublishEffect>(transaction, requestOf('publishVacancy', input, context), async () => {
      const row = await store.lockVacancy(transaction, id, context.viewer.organisation ?? '');
      if (row === undefined) return { remember: false, effect: 'UNKNOWN_VACANCY' };
      if (vacancyAfter(row.status, 'PUBLISH') === undefined)
        return { remember: false, effect: 'VACANCY_STATE' };
      const now = context.clock.now();
      const closesAt = closingMoment(row, input, now);
      const openable = closesAt !== undefined && (isMediated(row) || isOpenable(closesAt, now));
      if (!openable) return { remember: false, effect: 'INVALID_INPUT' };
      if (row.model === 'FIRST_LETTING' && (await store.letBefore(transaction, dwelling)).length > 0)
        return { remember: false, effect: 'LET_BEFORE' };
      const [last] = await store.lastOffers(transaction, dwelling);
      const offeredSince = offeredSinceAfter(last, today);
      const opening = { publishedOn: today, closesOn: dayInNetherlands(closesAt), offeredSince };
      objections = scopeFindings(homeOf(row, dwelling, opening), rules);
      if (objections.length > 0) return { remember: false, effect: 'OUT_OF_SCOPE' };
      const full = await exhausted(transaction, row, dwelling, today, rules);
      if (full !== undefined) return { remember: false, effect: full };
      if (typeof draw === 'string') return { remember: false, effect: draw };
      const status = isMediated(row) ? ('CLOSED' as const) : ('PUBLISHED' as const);
      const pinned = { ...opening, status, closesAt, ruleSetHash: rules.hash, ...draw };
      await store.publishVacancy(transaction, id, pinned);
      return { remember: true, effect: 'PUBLISHED' };
    }),
  );
  if (outcome.kind === 'CONFLICT') return refusal('IDEMPOTENCY_CONFLICT');
  const { effect } = outcome;
  if (typeof effect !== 'string') return { ...refusal('QUOTA_EXHAUSTED'), quota: effect };
  if (effect === 'OUT_OF_SCOPE') return { ...refusal(effect), objections };
  return effect === 'PUBLISHED' ? vacancyNow(id, context) : refusal(effect);
}

type WithdrawalEffect = 'UNKNOWN_VACANCY' | 'VACANCY_STATE' | 'WITHDRAWN';

/**
 * Withdraws a vacancy of the asking corporation; what it took of quotas is given back in the same transaction. Repeating
 * key and input gives the same outcome and writes nothing more.
 */
export async function withdrawVacancy(input: WithdrawVacancyInput, context: Context): Promise<Done> {
  const id = parseGlobalId(input.vacancy);
  if (id === undefined) return refusal('UNKNOWN_VACANCY');
  if (!isIdempotencyKey(input.idempotencyKey)) return refusal('INVALID_INPUT');
  const outcome = await context.write((transaction) =>
    once<WithdrawalEffect>(transaction, requestOf('withdrawVacancy', input, context), async () => {
      const row = await store.lockVacancy(transaction, id, context.viewer.organisation ?? '');
      if (row === undefined) return { remember: false, effect: 'UNKNOWN_VACANCY' };
      // Who was offered the home is known to allocation alone, which then ends it.
      if (row.status === 'OFFERING' || vacancyAfter(row.status, 'WITHDRAW') === undefined)
        return { remember: false, effect: 'VACANCY_STATE' };
      await store.withdrawVacancy(transaction, id, input.reason);
      return { remember: true, effect: 'WITHDRAWN' };
    }),
  );
  if (outcome.kind === 'CONFLICT') return refusal('IDEMPOTENCY_CONFLICT');
  return outcome.effect === 'WITHDRAWN' ? vacancyNow(id, context) : refusal(outcome.effect);
}

/**
 * Takes a step that allocation decided, for the hub. It needs no key of its own: a step that was taken before answers with
 * the vacancy as it is.
 */
export async function takeVacancyStep(
  { vacancy, step, reason, early }: TakeVacancyStepInput,
  context: Context,
): Promise<Done> {
  const id = parseGlobalId(vacancy);
  if (id === undefined) return refusal('UNKNOWN_VACANCY');
  if ((step === 'WITHDRAW') !== (reason !== undefined && reason !== null)) return refusal('INVALID_INPUT');
  return context.write(async (transaction): Promise<Done> => {
    const row = await store.lockVacancy(transaction, id, id.owner);
    if (row === undefined) return refusal('UNKNOWN_VACANCY');
    const now = context.clock.now();
    const outcome = stepOn(row, step, now, early);
    if (outcome.kind === 'REFUSED') return refusal(outcome.code);
    if (outcome.kind === 'TAKEN') return { vacancy: row };
    const moved = await store.moveVacancy(
      transaction,
      id,
      outcome.status,
      reason ?? null,
      context.clock.today(),
    );
    if (step !== 'CLOSE' || row.closesAt === null || Date.parse(now) >= Date.parse(row.closesAt))
      return { vacancy: moved };
    return { vacancy: await store.closedEarly(transaction, id, now, dayInNetherlands(now)) };
  });
}

/** The first cap that publishing this home would pass; undefined when there is room in all. */
async function exhausted(
  transaction: Transaction,
  row: VacancyRow,
  dwelling: DwellingRow,
  on: CalendarDate,
  rules: RuleSet,
): Promise<QuotaRoom | undefined> {
  const publication = publicationOf(row, dwelling, on);
  const caps = capsOn(rules.quotas, publication).map((quota) => {
    return { quota, area: quotaArea(quota, publication), period: quotaPeriod(quota, on) };
  });
  await store.lockQuotas(
    transaction,
    [...new Set(caps.map(({ area }) => `${area.kind}/${area.code}`))].sort(),
  );
  for (const { quota, area, period } of caps) {
    const room = roomOf(quota, area, period, await store.supplyOf(transaction, { area, ...period }));
    if (room.room === 0) return room;
  }
  return undefined;
}

/** Of a region, `GOOI:<uuid>`. */
function isExperimentId(text: string): boolean {
  return /^[A-Z]+$/.test(parseGlobalId(text)?.owner ?? '');
}

function isOpenable(closesAt: string, now: string): boolean {
  const milliseconds = Date.parse(closesAt) - Date.parse(now);
  return milliseconds > 0 && milliseconds <= OPEN_DAYS_MAXIMUM * DAY_MS;
}

function requestOf<Input extends { readonly idempotencyKey: string }>(
  operation: string,
  input: Input,
  { viewer }: Context,
) {
  return { viewer, key: input.idempotencyKey, operation, request: input };
}

function refused(code: ErrorCode): {
  readonly remember: false;
  readonly effect: { readonly code: ErrorCode };
} {
  return { remember: false, effect: { code } };
}

/** What was read before the change is forgotten, and read anew. */
async function vacancyNow(id: GlobalId, { loaders }: Context): Promise<Done> {
  loaders.vacancies.clear(id);
  const row = await loaders.vacancies.load(id);
  if (row === null) throw new TypeError(`a vacancy that was just written is gone: ${formatGlobalId(id)}`);
  return { vacancy: row };
}
