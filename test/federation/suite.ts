import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleOf } from '../../demonstration/example.ts';
import type { Answer, Ask } from '../support/hub.ts';
import { ALL_CANDIDATES, candidatesOf, NEXT_OPEN, type CandidateNode } from '../support/questions.ts';
import { allocatorOf, ANONYMOUS, memberOf, registrarOf, seekerOf } from '../support/viewers.ts';

export interface Federation {
  readonly ask: Ask;
  readonly stop: () => Promise<void>;
}

interface Reacted {
  readonly react: {
    readonly __typename: string;
    readonly code?: string;
    readonly reasons?: readonly {
      readonly outcome: string;
      readonly citation: { readonly article: string };
    }[];
    readonly reaction?: {
      readonly id: string;
      readonly position: { readonly position: number; readonly candidateCount: number };
    };
  };
}

interface Opportunities {
  readonly opportunities: {
    readonly totalCount: number;
    readonly nodes: readonly {
      readonly region: string;
      readonly expectedPosition: number | null;
      readonly candidateCount: number;
      readonly reacted: boolean;
      readonly group: { readonly rank: number };
      readonly vacancy: {
        readonly id: string;
        readonly dwelling: { readonly municipality: { readonly name: string } };
      };
    }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

/**
 * What the hub promises its users, whatever runs where: the same promises for one process and for services over HTTP.
 */
export function describeFederation(title: string, start: () => Promise<Federation>): void {
  describe(title, () => {
    const example = exampleOf('small');
    const owner = allocatorOf(example.corporation);
    const seeker = seekerOf(example.registration);
    let federation: Federation;
    const ask: Ask = (...question) => federation.ask(...question);
    let keys = 0;
    const key = (): string => `key-of-the-suite-${(keys += 1)}`;
    const react = (
      vacancy: string,
      idempotencyKey = key(),
      registration = example.registration,
      viewer = seeker,
    ): Promise<Answer<Reacted>> =>
      ask<Reacted>('react', { input: { idempotencyKey, vacancy, registration } }, viewer);

    beforeAll(async () => {
      federation = await start();
    });
    afterAll(() => federation?.stop());

    it('lists open vacancies to anyone, with corporation, rules and reactions from their owners', async () => {
      const { data, errors } = await ask<{
        vacancies: { nodes: Record<string, never>[]; pageInfo: { endCursor: string } };
      }>('vacancies', { first: 5 }, ANONYMOUS);
      expect(errors).toEqual([]);
      expect(data!.vacancies.nodes).toHaveLength(5);
      for (const node of data!.vacancies.nodes) {
        expect(node).toMatchObject({
          id: expect.stringMatching(/^L\d{4}:/),
          status: 'PUBLISHED',
          reactionCount: expect.any(Number),
          corporation: { name: expect.any(String) },
          ruleSet: { hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
          dwelling: { municipality: { name: expect.any(String), region: { name: expect.any(String) } } },
        });
      }
    });

    it('pages without missing or repeating a vacancy', async () => {
      const seen: string[] = [];
      for (let after: string | null = null; ;) {
        const {
          data,
        }: Answer<{
          vacancies: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
        }> = await ask('vacancies', { first: 4, after }, ANONYMOUS);
        seen.push(...data!.vacancies.nodes.map(({ id }) => id));
        if (!data!.vacancies.pageInfo.hasNextPage) break;
        after = data!.vacancies.pageInfo.endCursor;
      }
      expect(seen.length).toBeGreaterThan(8);
      expect(new Set(seen).size).toBe(seen.length);
    });

    it('tells the corporation who stands where and why: group before value, each with article and version', async () => {
      const candidates = await candidatesOf(ask, example.vacancy, owner);
      expect(candidates.length).toBeGreaterThanOrEqual(20);
      expect(candidates.map(({ position }) => position)).toEqual(
        candidates.map((_candidate, index) => index + 1),
      );
      expect(new Set(candidates.map(({ group }) => group.code)).size).toBeGreaterThanOrEqual(3);
      for (const [index, candidate] of candidates.entries()) {
        expect(candidate.reasons.length).toBeGreaterThan(0);
        for (const { citation, text } of candidate.reasons) {
          expect(citation).toMatchObject({
            title: expect.stringMatching(/./),
            article: expect.stringMatching(/./),
            version: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
          });
          expect(text.nl).not.toBe(text.en);
        }
        const above: CandidateNode | undefined = candidates[index - 1];
        if (above === undefined) continue;
        expect(above.group.rank).toBeLessThanOrEqual(candidate.group.rank);
        if (above.group.rank === candidate.group.rank)
          expect(above.orderValue!).toBeGreaterThanOrEqual(candidate.orderValue!);
      }
    });

    it('gives the same ranking by small pages as by large ones', async () => {
      const large = await candidatesOf(ask, example.vacancy, owner, 100);
      const small = await candidatesOf(ask, example.vacancy, owner, 7);
      expect(small).toEqual(large);
    });

    it('lists opportunities in both regions, each with the place the registration would take', async () => {
      const { data, errors } = await ask<Opportunities>(
        'opportunities',
        { registration: example.registration, first: 100 },
        seeker,
      );
      expect(errors).toEqual([]);
      const { nodes, totalCount } = data!.opportunities;
      expect(new Set(nodes.map(({ region }) => region))).toEqual(new Set(['GOOI', 'AMSTERDAM']));
      expect(totalCount).toBe(nodes.length);
      for (const { expectedPosition, candidateCount } of nodes) {
        if (expectedPosition === null) continue;
        expect(expectedPosition).toBeGreaterThanOrEqual(1);
        expect(expectedPosition).toBeLessThanOrEqual(candidateCount + 1);
      }
    });

    it('gives a reaction the place that was expected, shows it to the seeker, and the same one to the corporation', async () => {
      const { data } = await ask<Opportunities>(
        'opportunities',
        { registration: example.registration, first: 100 },
        seeker,
      );
      const chance = data!.opportunities.nodes.find(
        ({ reacted, expectedPosition }) => !reacted && expectedPosition !== null,
      )!;
      const before = await candidatesOf(ask, chance.vacancy.id, allocatorOf(chance.vacancy.id.slice(0, 5)));
      const reacted = await react(chance.vacancy.id);
      expect(reacted.errors).toEqual([]);
      const reaction = reacted.data!.react.reaction!;
      expect(reaction.position).toMatchObject({
        position: chance.expectedPosition,
        candidateCount: chance.candidateCount + 1,
      });

      const mine = await ask<{
        vacancy: { position: Record<string, unknown> & { counterfactuals: { groupRank: number }[] } };
      }>('my-position', { vacancy: chance.vacancy.id }, seeker);
      expect(mine.errors).toEqual([]);
      expect(mine.data!.vacancy.position).toMatchObject({
        position: chance.expectedPosition,
        candidateCount: chance.candidateCount + 1,
        group: { rank: chance.group.rank },
      });
      for (const { groupRank } of mine.data!.vacancy.position.counterfactuals)
        expect(groupRank).toBeLessThan(chance.group.rank);

      const after = await candidatesOf(ask, chance.vacancy.id, allocatorOf(chance.vacancy.id.slice(0, 5)));
      expect(after[chance.expectedPosition! - 1]!.reaction.id).toBe(reaction.id);
      // The others keep their order: one came between.
      expect(
        after.filter(({ reaction: { id } }) => id !== reaction.id).map((one) => one.reaction.id),
      ).toEqual(before.map((one) => one.reaction.id));

      const withdrawn = await ask<{ withdrawReaction: { __typename: string } }>(
        'withdraw-reaction',
        { input: { idempotencyKey: key(), reaction: reaction.id } },
        seeker,
      );
      expect(withdrawn.data!.withdrawReaction.__typename).toBe('ReactionWithdrawn');
      const again = await candidatesOf(ask, chance.vacancy.id, allocatorOf(chance.vacancy.id.slice(0, 5)));
      expect(again).toEqual(before);
    });

    it('reacts once for one key, and refuses a second reaction and another use of the key', async () => {
      const { data } = await ask<Opportunities>(
        'opportunities',
        { registration: example.registration, first: 100 },
        seeker,
      );
      const [one, other] = data!.opportunities.nodes.filter(({ reacted }) => !reacted);
      const idempotencyKey = key();
      const first = await react(one!.vacancy.id, idempotencyKey);
      const repeated = await react(one!.vacancy.id, idempotencyKey);
      expect(first.data!.react.__typename).toBe('Reacted');
      expect(repeated.data!.react.reaction!.id).toBe(first.data!.react.reaction!.id);
      expect((await react(one!.vacancy.id)).data!.react.code).toBe('ALREADY_REACTED');
      expect((await react(other!.vacancy.id, idempotencyKey)).data!.react.code).toBe('IDEMPOTENCY_CONFLICT');
    });

    it('refuses with the articles that exclude, and writes nothing', async () => {
      const { data } = await ask<Opportunities>(
        'opportunities',
        { registration: example.registration, first: 100 },
        seeker,
      );
      const admitted = new Set(data!.opportunities.nodes.map(({ vacancy }) => vacancy.id));
      const open = await ask<{ vacancies: { nodes: { id: string; reactionCount: number }[] } }>(
        NEXT_OPEN,
        { first: 100 },
        ANONYMOUS,
      );
      const excluded = open.data!.vacancies.nodes.find(({ id }) => !admitted.has(id))!;
      const refused = await react(excluded.id);
      expect(refused.data!.react).toMatchObject({ __typename: 'NotAdmitted', code: 'NOT_ADMITTED' });
      expect(
        refused.data!.react.reasons!.some(
          ({ outcome, citation }) => outcome === 'NOT_MET' && citation.article !== '',
        ),
      ).toBe(true);
      const after = await ask<{ vacancies: { nodes: { id: string; reactionCount: number }[] } }>(
        NEXT_OPEN,
        { first: 100 },
        ANONYMOUS,
      );
      expect(after.data!.vacancies.nodes.find(({ id }) => id === excluded.id)).toEqual(excluded);
    });

    it('refuses to react for somebody else, to a closed vacancy, and to one that does not exist', async () => {
      const closed = await ask<{ vacancies: { nodes: { id: string }[] } }>(
        'vacancies',
        { filter: { status: 'LET' }, first: 1 },
        ANONYMOUS,
      );
      expect((await react(closed.data!.vacancies.nodes[0]!.id)).data!.react.code).toBe('VACANCY_NOT_OPEN');
      expect((await react('L0001:00000000-0000-8000-8000-000000000000')).data!.react.code).toBe(
        'UNKNOWN_VACANCY',
      );
      expect(
        (
          await react(
            example.vacancy,
            key(),
            example.registration,
            seekerOf('R0001:00000000-0000-8000-8000-000000000000'),
          )
        ).data!.react.code,
      ).toBe('UNKNOWN_REGISTRATION');
      expect(
        (await react(example.vacancy, key(), example.registration, registrarOf('R0002'))).data!.react.code,
      ).toBe('UNKNOWN_REGISTRATION');
    });

    it('shows a registration to its seeker and its registrar, and to the seeker who else read it', async () => {
      const read = await ask<{ registration: { id: string; region: { name: string } } }>(
        'registration',
        { id: example.registration },
        registrarOf('R0001'),
      );
      expect(read.errors).toEqual([]);
      expect(read.data!.registration).toMatchObject({
        id: example.registration,
        region: { name: expect.any(String) },
      });
      const own = await ask<{
        registration: {
          reads: { nodes: { organisation: string; fields: string[] }[] };
          searchValue: { days: number };
        };
      }>('registration', { id: example.registration }, seeker);
      expect(own.errors).toEqual([]);
      expect(own.data!.registration.searchValue.days).toBeGreaterThan(0);
      expect(own.data!.registration.reads.nodes[0]).toMatchObject({
        organisation: 'R0001',
        fields: expect.arrayContaining(['household']),
      });
    });

    it('tells which rules hold on any day, with the law of that day', async () => {
      const on = async (day: string) =>
        (
          await ask<{ rulesInForce: { hash: string; sources: { layer: string; version: string }[] } }>(
            'rules-in-force',
            { municipality: 'GM0402', on: day },
            ANONYMOUS,
          )
        ).data!.rulesInForce;
      const [before, between, after] = await Promise.all([
        on('2023-06-01'),
        on('2025-06-01'),
        on('2026-08-01'),
      ]);
      expect(new Set([before.hash, between.hash, after.hash]).size).toBe(3);
      for (const { sources } of [before, between, after]) {
        expect(new Set(sources.map(({ layer }) => layer))).toEqual(
          new Set(['FRAMEWORK', 'REGIONAL_MODEL', 'MUNICIPAL']),
        );
      }
    });

    it('previews a draft beside the requests: begun at once, then run to its end', async () => {
      const publisher = memberOf('GOOI', 'PUBLISHER');
      const models = await ask<{ regulations: { nodes: { id: string; instrument: string }[] } }>(
        '{ regulations(owner: "GOOI", inForceOn: "2026-11-02") { nodes { id instrument } } }',
        {},
        ANONYMOUS,
      );
      const amends = models.data!.regulations.nodes.find(({ instrument }) => instrument === 'gooi-model')!.id;
      const begun = await ask<{ draftRegulation: { draft: { id: string } } }>(
        'draft-regulation',
        { input: { idempotencyKey: key(), amends, validFrom: '2027-01-01', validUntil: '2028-01-01' } },
        publisher,
      );
      const draft = begun.data!.draftRegulation.draft.id;
      const started = await ask<{ startPreview: { preview: { id: string; status: string } } }>(
        'preview-regulation',
        { input: { idempotencyKey: key(), draft } },
        publisher,
      );
      expect(started.errors).toEqual([]);
      const { id } = started.data!.startPreview.preview;
      for (;;) {
        const { data, errors } = await ask<{
          preview: { status: string; homesDone: number; homesTotal: number; result: { homes: number } };
        }>('preview', { id }, publisher);
        expect(errors).toEqual([]);
        const { status, homesDone, homesTotal, result } = data!.preview;
        if (['QUEUED', 'RUNNING'].includes(status)) {
          await new Promise((resolve) => setTimeout(resolve, 50));
          continue;
        }
        expect([status, result.homes, homesDone]).toEqual(['DONE', homesTotal, homesTotal]);
        expect(homesTotal).toBeGreaterThan(0);
        break;
      }
      const through = await ask<{ regulationDraft: { preview: { id: string } } }>(
        'query ($id: ID!) { regulationDraft(id: $id) { preview { id } } }',
        { id: draft },
        publisher,
      );
      expect(through.data!.regulationDraft.preview).toEqual({ id });
    });

    it('answers what every candidate is asked by its own owner in one go', async () => {
      const { errors, data } = await ask<{ vacancy: { ranking: { candidates: { nodes: unknown[] } } } }>(
        ALL_CANDIDATES,
        { vacancy: example.vacancy, first: 20, after: null },
        owner,
      );
      expect(errors).toEqual([]);
      expect(data!.vacancy.ranking.candidates.nodes).toHaveLength(20);
    });
  });
}
