import { beforeAll, describe, expect, it } from 'vitest';
import { exampleOf } from '../../demonstration/example.ts';
import { factsOf } from '../../demonstration/facts.ts';
import type { Demonstration } from '../../demonstration/generate.ts';
import { reactionId, type Ranked } from '../../demonstration/rankings.ts';
import { REFERENCE_DAY } from '../../demonstration/reference.ts';
import type { Scale } from '../../demonstration/scale.ts';
import { presentState, type Seeker } from '../../demonstration/seeker.ts';
import { compileRuleSet } from '../../rules/compile-rule-set.ts';

/** What the written-down example of a scale promises, held against the rows that `make` gives. */
export function describeExample(scale: Scale, make: () => Demonstration): void {
  describe(`the example of the ${scale} demonstration`, () => {
    const example = exampleOf(scale);
    let made: Demonstration;
    let ranked: Ranked;
    let seeker: Seeker;
    beforeAll(() => {
      made = make();
      ranked = made.rankings.find(({ offer }) => offer.id === example.vacancy)!;
      seeker = made.seekers.find(({ id }) => id === example.registration)!;
    });

    it('is an open home of that corporation in that municipality', () => {
      expect(ranked.offer.row).toMatchObject({
        status: 'PUBLISHED',
        model: 'OFFER',
        owner: example.corporation,
        municipality: example.municipality,
      });
    });

    it('has twenty candidates or more in three groups or more, with an urgent on top', () => {
      expect(ranked.standing).toBeGreaterThanOrEqual(20);
      expect(new Set(ranked.reactions.map(({ groupRank }) => groupRank)).size).toBeGreaterThanOrEqual(3);
      const [top] = ranked.reactions;
      expect(top!.groupRank).toBe(1);
      expect(top!.seeker.urgencies.map(({ owner, id }) => `${owner}:${id}`)).toContain(example.urgency);
    });

    it('has a seeker who may react there and has not, and who has chances in both regions', () => {
      expect(presentState(seeker).row.status).toBe('ACTIVE');
      expect(ranked.reactions.map((reaction) => reaction.seeker)).not.toContain(seeker);
      const facts = factsOf(seeker, REFERENCE_DAY);
      const chances = made.rankings.filter(
        ({ frozen, offer, reactions }) =>
          !frozen &&
          reactions.every((reaction) => reaction.seeker !== seeker) &&
          compileRuleSet(offer.ruleSet)(facts, offer.facts, REFERENCE_DAY).admitted,
      );
      expect(chances).toContain(ranked);
      expect(new Set(chances.map(({ offer }) => offer.row.region))).toEqual(new Set(['GOOI', 'AMSTERDAM']));
    });

    it('has a home of its corporation with a frozen ranking, and who came first on it', () => {
      const home = made.rankings.find(({ offer }) => offer.id === example.frozen)!;
      expect(home).toMatchObject({ frozen: true, offer: { row: { owner: example.corporation } } });
      expect(`${example.corporation}:${reactionId(home.offer, home.reactions[0]!)}`).toBe(
        example.frozenReaction,
      );
    });

    it('has a home that was given by a draw, revealed, and a seeker who took part in it', () => {
      const drawn = made.rankings.find(({ offer }) => offer.id === example.drawn)!;
      expect(drawn).toMatchObject({ frozen: true, orderKind: 'DRAW' });
      expect(drawn.draw?.tree.lotIds).toHaveLength(drawn.standing);
      expect(drawn.reactions.map((reaction) => reaction.seeker.id)).toContain(example.drawnRegistration);
    });

    it('has a home of its corporation that may be offered, and one that is being prepared', () => {
      const owner = example.corporation;
      const draft = made.vacancies.find(({ id }) => `${owner}:${id}` === example.prepared);
      expect(draft).toMatchObject({ owner, status: 'DRAFT' });
      const dwelling = made.dwellings.find(({ id }) => `${owner}:${id}` === example.dwelling);
      expect(dwelling).toMatchObject({ owner, segment: 'SOCIAL_RENT' });
      expect(made.vacancies.some(({ dwelling: offered }) => offered === dwelling?.id)).toBe(false);
    });

    it('has a home that is registered for direct mediation by a care provider, and who waits for it', () => {
      const home = made.vacancies.find(({ owner, id }) => `${owner}:${id}` === example.mediated)!;
      const { careProvider } = example;
      expect(home).toMatchObject({ status: 'CLOSED', mediationCategory: 'CARE_OUTFLOW', careProvider });
      const dwelling = made.dwellings.find(({ owner, id }) => owner === home.owner && id === home.dwelling)!;
      expect(`${dwelling.owner}:${dwelling.complex}`).toBe(example.complex);
      const waiting = made.seekers.flatMap(({ urgencies }) => urgencies);
      expect(waiting.find(({ owner, id }) => `${owner}:${id}` === example.waiting)).toMatchObject({
        status: 'GRANTED',
        directMediation: true,
        careProvider,
      });
    });

    it('has a seeker whom some open home is not for', () => {
      const facts = factsOf(seeker, REFERENCE_DAY);
      const refused = made.rankings.filter(
        ({ frozen, offer }) =>
          !frozen && !compileRuleSet(offer.ruleSet)(facts, offer.facts, REFERENCE_DAY).admitted,
      );
      expect(refused.length).toBeGreaterThan(0);
    });
  });
}
