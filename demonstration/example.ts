import { calendarDate } from '../platform/primitives/calendar-date.ts';
import { versionId } from '../subgraphs/binding-rules/subgraph.ts';
import { REFERENCE_INSTANT } from './reference.ts';
import type { Scale } from './scale.ts';

/** A question that is ready to ask, with ids of rows that exist. */
export interface Example {
  /** The moment the demonstration is set on. */
  readonly referenceMoment: string;
  readonly corporation: string;
  readonly municipality: string;
  /** An open vacancy of that corporation in that municipality, with an urgent on top and several groups below. */
  readonly vacancy: string;
  /** A seeker who has opportunities in both regions, and has not reacted to that vacancy. */
  readonly registration: string;
  /** The urgency of who stands on top there. */
  readonly urgency: string;
  /** A social dwelling of that corporation that is not offered. */
  readonly dwelling: string;
  /** A vacancy that that corporation prepares. */
  readonly prepared: string;
  /** A vacancy of that corporation with a frozen ranking, and who came first on it. */
  readonly frozen: string;
  readonly frozenReaction: string;
  /** A home that was given by a draw, which is revealed. */
  readonly drawn: string;
  /** A seeker who took part in that draw. */
  readonly drawnRegistration: string;
  /** A home that is registered for direct mediation, the care provider that it is for, and who waits for it. */
  readonly mediated: string;
  readonly careProvider: string;
  readonly waiting: string;
  /** A complex of the corporation of that home, with homes that are not spared. */
  readonly complex: string;
  /** The version of Hilversum's regulation that is in force, and which ends on 2028-01-01. */
  readonly regulation: string;
}

/** Id of a version that comes with the hub. */
export function regulationId(owner: string, instrument: string, version: string): string {
  return `${owner}:${versionId(owner, instrument, calendarDate(version))}`;
}

const REGULATION = regulationId('GM0402', 'huisvestingsverordening-gm0402', '2024-01-01');

/** Ids follow from the seed, so they can be written down; a test holds them against the rows. */
const EXAMPLES: Readonly<Record<Scale, Omit<Example, 'referenceMoment' | 'regulation'>>> = {
  full: {
    corporation: 'L0001',
    municipality: 'GM0402',
    vacancy: 'L0001:24f1fa34-423f-8fd9-9113-308f210f3df7',
    registration: 'R0001:eab58b1a-e8cb-8397-b967-202996108850',
    urgency: 'GM0402:3561bc06-6be7-8f27-ad24-d541e5b415b7',
    dwelling: 'L0001:7351325a-74c1-845d-b589-f385ae50d64b',
    prepared: 'L0001:866a88dd-b994-8104-8cad-02daf5787227',
    frozen: 'L0001:80b7410d-d8d8-8663-a06e-5646c91308ed',
    frozenReaction: 'L0001:7f7c265d-9999-83e5-9b54-f0014fb3e4c9',
    drawn: 'L0001:705c484b-7bbe-8b32-a606-4885bff58406',
    drawnRegistration: 'R0001:a8b5fdde-2a15-875e-88f9-b0c87309f542',
    mediated: 'L0001:3188d036-be18-88e3-b093-c0bacf3b6716',
    careProvider: 'Z0001',
    waiting: 'GM0417:f879b6df-5b3f-8d04-a96f-944cecf76a48',
    complex: 'L0001:2cf67165-7045-8060-8564-65b1a5ec7cdd',
  },
  small: {
    corporation: 'L0002',
    municipality: 'GM0406',
    vacancy: 'L0002:e7dfb00f-3d6b-8821-b3fa-63604b666e66',
    registration: 'R0001:230c76f7-dab2-80f3-b572-ae81261b5de8',
    urgency: 'GM0402:dcbcf08c-6f5a-8667-af7f-0abc15be95b1',
    dwelling: 'L0002:0c72ce5f-3e5b-8f54-b999-fa2bdd22a4e4',
    prepared: 'L0002:8656635a-9fa6-897e-941b-c12270b9cc05',
    frozen: 'L0002:a7eb6e61-5b44-88df-8bcf-9d0ffbd3b3d5',
    frozenReaction: 'L0002:08e0c566-6d3e-832a-8991-9a61f0df301e',
    drawn: 'L0006:cc25b928-8cca-87b7-9b42-2059487ab913',
    drawnRegistration: 'R0001:4f0c2a9c-e411-8851-a4ae-cc58ad1dd4c3',
    mediated: 'L0004:7742210e-5c82-8566-89e2-4895c71fd35f',
    careProvider: 'Z0001',
    waiting: 'GM0417:9b5a0df1-79f0-8ae5-a4e4-827ced8af6e4',
    complex: 'L0004:ba155efd-f30e-8db8-9bf4-4ebef583c088',
  },
};

/** The example of a scale. A hub without a demonstration is shown the one of the full scale, as a form of what it could ask. */
export function exampleOf(scale: Scale | 'none'): Example {
  return {
    referenceMoment: REFERENCE_INSTANT,
    regulation: REGULATION,
    ...EXAMPLES[scale === 'none' ? 'full' : scale],
  };
}
