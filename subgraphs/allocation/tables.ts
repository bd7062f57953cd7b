import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  date,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import type { CalendarDate } from '../../platform/primitives/calendar-date.ts';
import type { ErrorCode } from '../../platform/errors.ts';
import type { AllocationModel, CandidateFacts, VacancyFacts } from '../../rules/facts.ts';
import type { DrawStatus, OrderKind, PreviewStatus } from '../../schema/generated/allocation.ts';
import type { Exclusion } from './domain/judge-anew.ts';
import type { StandingIntervention } from './domain/intervention.ts';
import type { VerificationOutcome, VerifiedDocument } from './domain/letting.ts';
import type { OfferStatus } from './domain/offer-state.ts';
import type { ReactionStatus } from './domain/reaction-state.ts';
import type { ReceiptCheckpointRow, ReceiptKeyRow, ReceiptRow } from './tables/receipts.ts';
import type { PreviewPlace, PreviewQuota, PreviewResult } from './domain/preview-result.ts';

/** The tables of this subgraph's database; a test checks that they equal what the migrations make. */

const day = (name: string) => date(name, { mode: 'string' }).$type<CalendarDate>();
const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' });

// All tables are found here, whichever file declares them.
export { disclosureSecret } from './tables/disclosure.ts';
export { feedPosition, follower } from './tables/following.ts';
export { receipt, receiptCheckpoint, receiptFacts, receiptKey } from './tables/receipts.ts';

export const ruleSet = pgTable('rule_set', { hash: text().primaryKey(), canonical: text().notNull() });

export const ranking = pgTable(
  'ranking',
  {
    owner: text().notNull(),
    vacancy: uuid().notNull(),
    region: text().notNull(),
    status: text().$type<'PROVISIONAL' | 'FROZEN'>().notNull(),
    ruleSetHash: text('rule_set_hash').notNull(),
    vacancyFacts: jsonb('vacancy_facts').$type<VacancyFacts>().notNull(),
    orderKind: text('order_kind').$type<OrderKind>().notNull(),
    drawn: boolean().notNull(),
    closesAt: moment('closes_at').notNull(),
    asOf: day('as_of').notNull(),
    reactionCount: integer('reaction_count').notNull(),
    frozenAt: moment('frozen_at'),
    droppedAt: moment('dropped_at'),
    endedAt: moment('ended_at'),
    ending: text().$type<Ending>(),
    erasedOn: day('erased_on'),
    municipality: text()
      .notNull()
      .generatedAlwaysAs(sql`vacancy_facts #>> '{place,municipality}'`),
  },
  (table) => [primaryKey({ columns: [table.owner, table.vacancy] })],
);

export const reaction = pgTable(
  'reaction',
  {
    owner: text().notNull(),
    id: uuid().notNull(),
    vacancy: uuid().notNull(),
    registration: text().notNull(),
    registrar: text().notNull(),
    reactedAt: moment('reacted_at').notNull(),
    status: text().$type<ReactionStatus>().notNull(),
    /** Null when their term is over. */
    facts: jsonb().$type<CandidateFacts>(),
    factsOn: day('facts_on').notNull(),
    groupRank: integer('group_rank').notNull(),
    orderKey: bigint('order_key', { mode: 'number' }).notNull(),
    lot: text().notNull(),
    position: integer(),
    lotId: text('lot_id'),
    exclusion: text().$type<Exclusion>(),
    salt: text(),
    commitment: text(),
    toFollow: boolean('to_follow').notNull(),
    /** As the household said it; which choice it is now is counted. */
    preference: integer(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.id] })],
);

export const draw = pgTable(
  'draw',
  {
    owner: text().notNull(),
    vacancy: uuid().notNull(),
    status: text().$type<DrawStatus>().notNull(),
    commitment: text().notNull(),
    committedAt: moment('committed_at').notNull(),
    beaconAnnounced: text('beacon_announced'),
    participantRoot: text('participant_root'),
    participantCount: integer('participant_count'),
    closedAt: moment('closed_at'),
    beacon: text(),
    secret: text(),
    seed: text(),
    revealedAt: moment('revealed_at'),
  },
  (table) => [primaryKey({ columns: [table.owner, table.vacancy] })],
);

export const drawSecret = pgTable(
  'draw_secret',
  { owner: text().notNull(), vacancy: uuid().notNull(), secret: text().notNull() },
  (table) => [primaryKey({ columns: [table.owner, table.vacancy] })],
);

export const drawLot = pgTable(
  'draw_lot',
  {
    owner: text().notNull(),
    vacancy: uuid().notNull(),
    leaf: integer().notNull(),
    lotId: text('lot_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.vacancy, table.leaf] })],
);

export const consideration = pgTable(
  'consideration',
  {
    owner: text().notNull(),
    reaction: uuid().notNull(),
    since: day('since').notNull(),
    endedOn: day('ended_on'),
  },
  (table) => [primaryKey({ columns: [table.owner, table.reaction] })],
);

export const offer = pgTable(
  'offer',
  {
    owner: text().notNull(),
    id: uuid().notNull(),
    vacancy: uuid().notNull(),
    reaction: uuid().notNull(),
    registration: text().notNull(),
    position: integer().notNull(),
    turn: integer().notNull(),
    status: text().$type<OfferStatus>().notNull(),
    madeAt: moment('made_at').notNull(),
    madeBy: text('made_by'),
    viewingAt: moment('viewing_at'),
    expiresAt: moment('expires_at').notNull(),
    endedAt: moment('ended_at'),
    endedBy: text('ended_by'),
    reason: text(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.id] })],
);

export const intervention = pgTable(
  'intervention',
  {
    owner: text().notNull(),
    reaction: uuid().notNull(),
    vacancy: uuid().notNull(),
    kind: text().$type<StandingIntervention>().notNull(),
    seq: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.reaction] })],
);

export const verification = pgTable(
  'verification',
  {
    owner: text().notNull(),
    offer: uuid().notNull(),
    document: text().$type<VerifiedDocument>().notNull(),
    outcome: text().$type<VerificationOutcome>().notNull(),
    reason: text(),
    checkedAt: moment('checked_at').notNull(),
    checkedBy: text('checked_by').notNull(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.offer, table.document] })],
);

export const letting = pgTable(
  'letting',
  {
    owner: text().notNull(),
    id: uuid().notNull(),
    vacancy: uuid().notNull(),
    offer: uuid().notNull(),
    registration: text().notNull(),
    model: text().$type<AllocationModel>().notNull(),
    groupCode: text('group_code').notNull(),
    position: integer().notNull(),
    candidates: integer().notNull(),
    signedOn: day('signed_on').notNull(),
    startsOn: day('starts_on').notNull(),
    leavesHome: boolean('leaves_home').notNull(),
    recordedAt: moment('recorded_at').notNull(),
    recordedBy: text('recorded_by').notNull(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.id] })],
);

export const consequence = pgTable(
  'consequence',
  {
    owner: text().notNull(),
    id: uuid().notNull(),
    subject: text().notNull(),
    operation: text().$type<'GrantFile' | 'RecordMove' | 'RecordExclusion' | 'TakeVacancyStep'>().notNull(),
    variables: jsonb().$type<Readonly<Record<string, unknown>>>().notNull(),
    madeAt: moment('made_at').notNull(),
    attempts: integer().notNull(),
    doneAt: moment('done_at'),
  },
  (table) => [primaryKey({ columns: [table.owner, table.id] })],
);

export const regulationPreview = pgTable(
  'regulation_preview',
  {
    owner: text().notNull(),
    id: uuid().notNull(),
    draft: uuid().notNull(),
    revision: integer().notNull(),
    periodFrom: day('period_from').notNull(),
    periodUntil: day('period_until').notNull(),
    municipalities: text().array().notNull(),
    leftOut: text('left_out').array().notNull(),
    status: text().$type<PreviewStatus>().notNull(),
    attempts: integer().notNull(),
    homesDone: integer('homes_done').notNull(),
    homesTotal: integer('homes_total'),
    askedBy: text('asked_by').notNull(),
    askedAt: moment('asked_at').notNull(),
    startedAt: moment('started_at'),
    endedAt: moment('ended_at'),
    result: jsonb().$type<PreviewResult>(),
    failure: text().$type<ErrorCode>(),
    traceId: text('trace_id').notNull(),
    recordedAt: moment('recorded_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.id] })],
);

export const previewRules = pgTable(
  'preview_rules',
  {
    owner: text().notNull(),
    preview: uuid().notNull(),
    municipality: text().notNull(),
    proposedHash: text('proposed_hash').notNull(),
    proposed: text().notNull(),
    currentHash: text('current_hash'),
    current: text(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.preview, table.municipality] })],
);

export const previewReading = pgTable(
  'preview_reading',
  {
    owner: text().notNull(),
    preview: uuid().notNull(),
    attempt: integer().notNull(),
    person: text().notNull(),
    purpose: text().notNull(),
    homes: integer().notNull(),
    files: integer().notNull(),
    traceId: text('trace_id').notNull(),
    readAt: moment('read_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.preview, table.attempt] })],
);

/** How the offering of a home ended. */
export type Ending =
  'LET' | 'NO_CANDIDATE' | 'TERMINATION_REVOKED' | 'INCORRECT_DATA' | 'OTHER_USE' | 'RENOVATION';

export type OfferRow = typeof offer.$inferSelect;
export type InterventionRow = typeof intervention.$inferSelect;
export type VerificationRow = typeof verification.$inferSelect;
export type LettingRow = typeof letting.$inferSelect;
export type ConsequenceRow = typeof consequence.$inferSelect;
export type ReceiptParent = ReceiptRow;
export type ReceiptKeyParent = ReceiptKeyRow;
export type ReceiptCheckpointParent = ReceiptCheckpointRow;
export type OfferParent = OfferRow;
export type VerificationParent = VerificationRow;
export type LettingParent = LettingRow;

export type RuleSetRow = typeof ruleSet.$inferSelect;
export type RankingRow = typeof ranking.$inferSelect;
/** As it is written: its municipality follows from its facts. */
export type WrittenRanking = Omit<RankingRow, 'municipality'>;
export type ReactionRow = typeof reaction.$inferSelect;

export type DrawRow = typeof draw.$inferSelect;
export type DrawParent = DrawRow;

export type RegulationPreviewRow = typeof regulationPreview.$inferSelect;
export type PreviewRulesRow = typeof previewRules.$inferSelect;
export type PreviewReadingRow = typeof previewReading.$inferSelect;

export type RankingParent = RankingRow;
export type ReactionParent = ReactionRow;

/** A candidate on a page: the reaction with its place. */
export interface CandidateParent {
  readonly ranking: RankingRow;
  readonly reaction: ReactionRow;
  readonly place: number | null;
}

/** Where one reaction stands. */
export type PositionParent = CandidateParent;

/** A vacancy as this subgraph knows it: by its id alone. */
export interface VacancyParent {
  readonly id: string;
}

/** A registration as this subgraph knows it: by its id alone. */
export interface RegistrationParent {
  readonly id: string;
}

/** A draft of a regulation as this subgraph knows it: by its id alone. */
export interface RegulationDraftParent {
  readonly id: string;
}

export type RegulationPreviewParent = RegulationPreviewRow;
/** A municipality in a preview, with its code in the place of the municipality. */
export type PreviewPlaceParent = PreviewPlace;
export type PreviewQuotaParent = PreviewQuota;
export type PreviewReadingParent = PreviewReadingRow;
