import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleOf } from '../../demonstration/example.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Answer as AskedAnswer } from '../support/ask-subgraph.ts';
import { startTestHub, type TestHub } from '../support/hub.ts';
import { ALL_CANDIDATES } from '../support/questions.ts';
import {
  allocatorOf,
  ANALYST,
  ANONYMOUS,
  AUDITOR,
  officerOf,
  registrarOf,
  seekerOf,
} from '../support/viewers.ts';

/** What an answer holds, in the shape that only the test knows. */
type Shape = AskedAnswer['data'];

const { corporation, frozen, registration, vacancy } = exampleOf('small');
const OFFICE = allocatorOf(corporation);

/** The questions for an explanation and for chance through the door, on the demonstration as it stands. */
describe('explanations and chance through the door', () => {
  let test: TestHub;
  /** Who stood second on a home that was let, and who it is. */
  let reaction: string;
  let whose: string;

  beforeAll(async () => {
    test = await startTestHub();
    const { data } = await test.ask<Shape>(
      ALL_CANDIDATES,
      { vacancy: frozen, first: 2, after: null },
      OFFICE,
    );
    reaction = data.vacancy.ranking.candidates.nodes[1].reaction.id;
    const found = await test.ask<Shape>(
      'query ($id: ID!) { reaction(id: $id) { registration { id } } }',
      { id: reaction },
      registrarOf('R0001'),
    );
    whose = found.data.reaction.registration.id;
  });
  afterAll(() => test?.stop());

  const explain = async (viewer: Viewer) => {
    const { data, codes } = await test.ask<Shape>('explain-candidate', { reaction }, viewer);
    return { codes, told: data?.reaction?.explanation ?? null };
  };

  it('one document tells the seeker, the desk, the registrar and the auditor, each what it may', async () => {
    const answers = await Promise.all(
      [seekerOf(whose), OFFICE, registrarOf(whose.slice(0, 5)), AUDITOR].map(explain),
    );
    for (const { codes, told } of answers) {
      expect(codes).toEqual([]);
      expect(told).toMatchObject({ position: 2, status: 'FROZEN' });
      expect(told.reasons.length).toBeGreaterThan(2);
      expect(told.ruleSet.hash).toMatch(/^[0-9a-f]{64}$/);
      expect(told.above.text.nl).toMatch(/hierboven/);
    }
    const [seeker, desk, registrar, auditor] = answers.map(({ told }) => told);
    for (const told of [seeker, registrar])
      expect([told.above.valueAbove, told.above.groupAbove]).toEqual([null, null]);
    expect(desk.above.valueAbove ?? desk.above.groupAbove).not.toBeNull();
    expect(auditor.above).toEqual(desk.above);
    expect([registrar.receipt, registrar.outcome]).toEqual([null, 'PLACED']);
    for (const told of [seeker, desk, auditor]) expect(told.receipt.hash).toBe(auditor.receipt.hash);
    expect(auditor.receipt.entry).toContain(auditor.ruleSet.hash);
    expect(seeker.outcome).toBe(auditor.outcome);
  });

  it('refuses everybody else, as if there were no such reaction or as who they are', async () => {
    for (const viewer of [seekerOf(registration), allocatorOf('L0014'), registrarOf('R0002')]) {
      expect(await explain(viewer)).toEqual({ codes: [], told: null });
    }
    expect((await explain(ANONYMOUS)).codes).toEqual(['UNAUTHENTICATED']);
    for (const viewer of [ANALYST, officerOf('GM0402')])
      expect((await explain(viewer)).codes).toEqual(['FORBIDDEN']);
  });

  it('tells a seeker and the registrar how those fared who stood there, and nobody else', async () => {
    const chance = async (viewer: Viewer) => {
      const { data, codes } = await test.ask<Shape>('chance', { vacancy, registration }, viewer);
      return { codes, told: data?.vacancy?.chance ?? null };
    };
    const { codes, told } = await chance(seekerOf(registration));
    expect(codes).toEqual([]);
    expect(told).toMatchObject({ from: '2025-10-01', until: '2026-10-01' });
    expect(told.fares).toHaveLength(1);
    expect((await chance(registrarOf(registration.slice(0, 5)))).told).toEqual(told);
    expect((await chance(seekerOf(whose))).told).toBeNull();
    expect((await chance(ANONYMOUS)).codes).toEqual(['UNAUTHENTICATED']);
    expect((await chance(OFFICE)).codes).toEqual(['FORBIDDEN']);
  });

  it('tells anyone what became of the homes of a region, in steps and with their number', async () => {
    const of = (segment: string) =>
      test.ask<Shape>('chance-by-kind', { of: { region: 'GOOI', segment } }, ANONYMOUS);
    const { data, codes } = await of('SOCIAL_RENT');
    expect(codes).toEqual([]);
    expect(data.chance).toMatchObject({ step: 'REGION' });
    expect(data.chance.homes).toBeGreaterThanOrEqual(10);
    const told = data.chance.fares.filter(({ stood }: Shape) => stood !== null);
    expect(told.length).toBeGreaterThan(1);
    for (const { stood, housed } of told) {
      expect(stood % 5).toBe(0);
      expect(housed).toMatch(/PERCENT$/);
    }
    // None of these regulations covers mid rent, so no home of it was let.
    expect((await of('MID_RENT')).data.chance).toMatchObject({ homes: 0 });
  });
});
