import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { merkleTree, merkleRoot, rootThrough } from '../../rules/merkle-tree.ts';
import {
  frozenBody,
  lineOf,
  linesRoot,
  lineText,
  inLeafOrder,
} from '../../subgraphs/allocation/domain/frozen-lines.ts';
import { freeze } from '../../subgraphs/allocation/domain/freeze.ts';
import {
  commitment,
  sealReceipt,
  verifyChain,
  type ChainHead,
  type Receipt,
} from '../../subgraphs/allocation/domain/receipt.ts';
import { replayRanking, type StoredRanking } from '../../subgraphs/allocation/domain/replay-decision.ts';
import { compileRuleSet } from '../../rules/compile-rule-set.ts';
import { frozenHome } from '../support/frozen-homes.ts';
import { ruleSet } from './rules-arbitraries.ts';

const SALT = 'a'.repeat(32);

/** A chain of some receipts of one owner. */
const chain = fc
  .array(fc.record({ position: fc.integer({ min: 1, max: 9 }), reaction: fc.uuid() }), {
    minLength: 2,
    maxLength: 12,
  })
  .map((decisions) => {
    const receipts: Receipt[] = [];
    for (const { position, reaction } of decisions) {
      const head: ChainHead | undefined = receipts.at(-1);
      receipts.push(
        sealReceipt(head, {
          owner: 'L0001',
          kind: 'OFFER_EXPIRED',
          vacancy: reaction,
          reaction,
          subject: null,
          at: '2026-11-02T10:00:00.000Z',
          by: { role: 'HUB', organisation: null, person: null },
          body: { position },
          facts: null,
        }),
      );
    }
    return receipts;
  });

/** Any home, frozen as closing does it, with what is stored of it. */
const frozen = fc.tuple(frozenHome, ruleSet).map(([home, rules]) => {
  const on = home.candidates[0]?.on ?? home.vacancy.closesOn;
  const standing = home.candidates.map((each, index) => {
    return {
      id: each.registration,
      registration: each.registration,
      facts: each.facts,
      active: index % 5 !== 4,
    };
  });
  const lots = new Map(home.candidates.map(({ registration, lot }) => [registration, lot]));
  const { placed, excluded } = freeze(standing, compileRuleSet(rules), home.vacancy, on, (id) =>
    lots.get(id)!,
  );
  const held = <One extends { facts: unknown }>(one: One) => ({
    ...one,
    salt: SALT,
    lotId: null,
    commitment: commitment(SALT, one.facts),
  });
  const stored: StoredRanking = {
    rules: { hash: rules.hash, quick: compileRuleSet(rules) },
    home: home.vacancy,
    asOf: on,
    reactions: [
      ...placed.map((one) => ({ ...held(one), exclusion: null })),
      // What a reaction was ordered by when it was made stays beside its exclusion.
      ...excluded.map((one) => ({
        ...held(one),
        position: null,
        groupRank: 1,
        orderKey: 0,
        lot: lots.get(one.id)!,
      })),
    ],
  };
  const body = frozenBody({ ruleSetHash: rules.hash, home: home.vacancy, on }, stored.reactions.map(lineOf));
  return { stored, body };
});

describe('a chain of receipts', () => {
  it('is whole as it was written, in one piece or in pages', () => {
    fc.assert(
      fc.property(chain, fc.nat(), (receipts, cut) => {
        const half = cut % receipts.length;
        const whole = verifyChain(receipts);
        expect(whole).toEqual({ head: { seq: receipts.length, hash: receipts.at(-1)!.hash } });
        const first = verifyChain(receipts.slice(0, half));
        expect(verifyChain(receipts.slice(half), first.head)).toEqual(whole);
      }),
    );
  });

  it('shows at which number anything was changed, left out or exchanged', () => {
    fc.assert(
      fc.property(chain, fc.nat(), (receipts, at) => {
        const index = at % receipts.length;
        const one = receipts[index]!;
        const differs = (changed: readonly Receipt[]) => verifyChain(changed).difference;
        expect(differs(receipts.with(index, { ...one, at: '2026-11-02T10:00:00.001Z' }))).toEqual({
          seq: index + 1,
          code: 'CHANGED',
        });
        expect(differs(receipts.with(index, { ...one, hash: '0'.repeat(64) }))).toEqual({
          seq: index + 1,
          code: 'CHANGED',
        });
        // Hashed anew, it no longer fits what follows.
        const anew = sealReceipt(receipts[index - 1], { ...one, owner: 'L0002' });
        if (index + 1 < receipts.length) {
          expect(differs(receipts.with(index, anew))).toEqual({ seq: index + 2, code: 'NOT_LINKED' });
          expect(differs(receipts.toSpliced(index, 1))).toEqual({ seq: index + 1, code: 'MISSING' });
          const next = receipts[index + 1]!;
          expect(differs(receipts.with(index, next).with(index + 1, one))?.seq).toBe(index + 1);
        }
      }),
    );
  });
});

describe('a frozen ranking', () => {
  it('is repeated to the byte, whatever the order of its rows', () => {
    fc.assert(
      fc.property(frozen, ({ stored, body }) => {
        expect(replayRanking(body, stored, null)).toBeUndefined();
        expect(
          replayRanking(body, { ...stored, reactions: stored.reactions.toReversed() }, null),
        ).toBeUndefined();
      }),
    );
  });

  it('names whose facts, place or exclusion is another', () => {
    let [changed, moved] = [0, 0];
    fc.assert(
      fc.property(frozen, fc.nat(), ({ stored, body }, at) => {
        fc.pre(stored.reactions.length > 0);
        const index = at % stored.reactions.length;
        const one = stored.reactions[index]!;
        const other = { ...one, facts: { ...one.facts!, adults: one.facts!.adults + 1 } };
        expect(
          replayRanking(body, { ...stored, reactions: stored.reactions.with(index, other) }, null),
        ).toMatchObject({ code: 'FACTS_CHANGED', reaction: one.id });
        changed += 1;
        // Committed to anew, it is found by the root at the latest.
        const salted = { ...other, commitment: commitment(SALT, other.facts) };
        expect(
          replayRanking(body, { ...stored, reactions: stored.reactions.with(index, salted) }, null)?.code,
        ).toMatch(/^(PLACE|ROOT)_CHANGED$/);
        if (one.position === null) return;
        const below = { ...one, position: one.position + 1 };
        expect(
          replayRanking(body, { ...stored, reactions: stored.reactions.with(index, below) }, null),
        ).toMatchObject({ code: 'PLACE_CHANGED', reaction: one.id });
        moved += 1;
      }),
    );
    expect(Math.min(changed, moved)).toBeGreaterThan(10);
  });

  it('proves to each who stood where they stood, and tells nothing of the others', () => {
    fc.assert(
      fc.property(frozen, fc.nat(), ({ stored, body }, at) => {
        fc.pre(stored.reactions.length > 0);
        const one = stored.reactions[at % stored.reactions.length]!;
        const lines = inLeafOrder(stored.reactions.map(lineOf));
        const line = lines.find(({ reaction }) => reaction === one.id)!;
        const path = merkleTree(lines.map(lineText)).pathOf(lines.indexOf(line));
        expect(rootThrough(lineText(line), path)).toBe(body.root);
        if (one.position !== null) expect(path.leafIndex).toBe(one.position - 1);
        const others = stored.reactions.filter(({ id }) => id !== one.id).map(({ commitment: held }) => held);
        expect(path.path.filter((hash) => others.includes(hash))).toEqual([]);
      }),
    );
    expect(linesRoot([])).toBe(merkleRoot([]));
  });
});
