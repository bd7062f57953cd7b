import { describe, expect, it } from 'vitest';
import { refuseUnanswerable } from '../../../gateway/compose.ts';
import { holds } from '../../support/worlds/case.ts';
import { supergraphOf } from '../../support/worlds/two-executors.ts';

const same = (reference: object): object => reference;
const HOMES = [
  { id: '1', rooms: 3, rent: 500 },
  { id: '2', rooms: 4, rent: 700 },
];
const homeOf = ({ id }: { id: string }) => HOMES.find((home) => home.id === id) ?? null;

describe('entities and their keys', () => {
  it('come together from two owners, a list in one fetch', () =>
    holds({
      subgraphs: {
        a: [
          'type Query { homes: [Home!]! } type Home @key(fields: "id") { id: ID! rooms: Int }',
          { Query: { homes: () => HOMES } },
        ],
        b: ['type Home @key(fields: "id") { id: ID! rent: Int }', { Home: { __resolveReference: homeOf } }],
      },
      query: '{ homes { rent id rooms } }',
      data: {
        homes: [
          { rent: 500, id: '1', rooms: 3 },
          { rent: 700, id: '2', rooms: 4 },
        ],
      },
    }));

  it('have keys within keys, and a second key that only one owner knows', () =>
    holds({
      subgraphs: {
        a: [
          'type Query { home: Home } type Home @key(fields: "id") @key(fields: "place { code } number") { id: ID! place: Place! number: Int! } type Place @shareable { code: ID! }',
          { Query: { home: () => ({ id: '1', place: { code: 'GM1' }, number: 7 }) } },
        ],
        b: [
          'type Home @key(fields: "place { code } number") { place: Place! number: Int! label: String } type Place @shareable { code: ID! }',
          {
            Home: {
              __resolveReference: same,
              label: ({ place, number }: { place: { code: string }; number: number }) =>
                `${place.code}-${number}`,
            },
          },
        ],
        c: ['type Home @key(fields: "id") { id: ID! rent: Int }', { Home: { __resolveReference: homeOf } }],
      },
      query: '{ home { label rent } }',
      data: { home: { label: 'GM1-7', rent: 500 } },
    }));

  it('are null where they are, in lists of lists as well, and cost their neighbours nothing', () =>
    holds({
      subgraphs: {
        a: [
          'type Query { rows: [[Home]] } type Home @key(fields: "id") { id: ID! next: [[Home]] }',
          { Query: { rows: () => [[HOMES[0], null], null, [{ id: '9' }, HOMES[1]]] } },
        ],
        b: ['type Home @key(fields: "id") { id: ID! rent: Int }', { Home: { __resolveReference: homeOf } }],
      },
      query: '{ rows { id rent } }',
      data: {
        rows: [
          [{ id: '1', rent: 500 }, null],
          null,
          [
            { id: '9', rent: null },
            { id: '2', rent: 700 },
          ],
        ],
      },
    }));

  it('merge in lists of lists that two owners answer', () =>
    holds({
      subgraphs: {
        a: [
          'type Query { plan: Plan } type Plan @key(fields: "id") { id: ID! cells: [[Cell]] @shareable } type Cell { x: Int }',
          { Query: { plan: () => ({ id: '1', cells: [[{ x: 1 }, { x: 2 }], []] }) } },
        ],
        b: [
          'type Plan @key(fields: "id") { id: ID! cells: [[Cell]] @shareable } type Cell { y: Int }',
          { Plan: { __resolveReference: () => ({ id: '1', cells: [[{ y: 10 }, { y: 20 }], []] }) } },
        ],
      },
      query: '{ plan { cells { x y } } }',
      data: {
        plan: {
          cells: [
            [
              { x: 1, y: 10 },
              { x: 2, y: 20 },
            ],
            [],
          ],
        },
      },
      stockIsWrong: true,
    }));

  it('that a key leads to through another owner are found by what that owner tells', () =>
    holds({
      subgraphs: {
        a: [
          'type Query { home: Home } type Home @key(fields: "id") { id: ID! }',
          { Query: { home: () => ({ id: '1' }) } },
        ],
        b: [
          'type Home @key(fields: "id") @key(fields: "code") { id: ID! code: String! }',
          { Home: { __resolveReference: ({ id }: { id: string }) => ({ id, code: `code ${id}` }) } },
        ],
        c: [
          'type Home @key(fields: "code") { code: String! energy: String }',
          { Home: { __resolveReference: same, energy: ({ code }: { code: string }) => `A of ${code}` } },
        ],
      },
      query: '{ home { energy } }',
      data: { home: { energy: 'A of code 1' } },
    }));
});

describe('what is computed from another owner’s field', () => {
  const owner = (field: string, value: unknown): readonly [string, object] => [
    `type Query { home: Home } type Home @key(fields: "id") { id: ID! ${field} }`,
    { Query: { home: () => ({ id: '1', [field.split(':')[0]!]: value }) } },
  ];

  it('is computed from it, and from what was itself computed', () =>
    holds({
      subgraphs: {
        a: owner('rent: Int', 500),
        b: [
          'type Home @key(fields: "id") { id: ID! rent: Int @external twice: Int @requires(fields: "rent") }',
          { Home: { __resolveReference: same, twice: ({ rent }: { rent: number }) => rent * 2 } },
        ],
        c: [
          'type Home @key(fields: "id") { id: ID! twice: Int @external again: Int @requires(fields: "twice") }',
          { Home: { __resolveReference: same, again: ({ twice }: { twice: number }) => twice * 2 } },
        ],
      },
      query: '{ home { again } }',
      data: { home: { again: 2000 } },
    }));

  it('gets lists of lists as they are', () =>
    holds({
      subgraphs: {
        a: [
          'type Query { home: Home } type Home @key(fields: "id") { id: ID! cells: [[Cell]] } type Cell @shareable { x: Int }',
          { Query: { home: () => ({ id: '1', cells: [[{ x: 1 }], [null, { x: 2 }]] }) } },
        ],
        b: [
          'type Home @key(fields: "id") { id: ID! cells: [[Cell]] @external sum: String @requires(fields: "cells { x }") } type Cell @shareable { x: Int }',
          {
            Home: { __resolveReference: same, sum: ({ cells }: { cells: unknown }) => JSON.stringify(cells) },
          },
        ],
      },
      query: '{ home { sum } }',
      data: { home: { sum: '[[{"x":1}],[null,{"x":2}]]' } },
      stockIsWrong: true,
    }));

  it('does not take what is skipped down with it: only what was asked for is required', () =>
    holds({
      subgraphs: {
        a: owner('rent: Int', 500),
        b: [
          'type Home @key(fields: "id") { id: ID! rent: Int @external twice: Int @requires(fields: "rent") rooms: Int }',
          { Home: { __resolveReference: same, twice: () => 1, rooms: () => 3 } },
        ],
      },
      query: 'query ($deep: Boolean = false) { home { rooms twice @include(if: $deep) } }',
      data: { home: { rooms: 3 } },
      stockIsWrong: true,
    }));

  it('is not computed from half: where the field failed, so does what needs it, and nothing is made up', () =>
    holds({
      subgraphs: {
        a: [
          'type Query { home: Home } type Home @key(fields: "id") { id: ID! owner: Person } type Person @key(fields: "id") { id: ID! }',
          { Query: { home: () => ({ id: '1', owner: { id: '7' } }) } },
        ],
        b: [
          'type Person @key(fields: "id") { id: ID! score: Int! }',
          { Person: { __resolveReference: () => Promise.reject(new Error('away')) } },
        ],
        c: [
          'type Home @key(fields: "id") { id: ID! owner: Person @external costs: Int @requires(fields: "owner { score }") } type Person @key(fields: "id") { id: ID! score: Int! @external }',
          {
            Home: {
              __resolveReference: same,
              costs: ({ owner }: { owner: { score: number } | null }) => owner?.score ?? -1,
            },
          },
        ],
      },
      query: '{ home { id costs } }',
      data: { home: { id: '1', costs: null } },
      errors: [['home', 'owner']],
      stockIsWrong: true,
    }));
});

describe('a field that is required with an argument', () => {
  const supergraphWith = (required: string): string => {
    const link =
      'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@external", "@requires"])';
    const rent = 'rent(currency: String): Int';
    return supergraphOf([
      {
        name: 'a',
        sdl: `${link} type Query { home: Home } type Home @key(fields: "id") { id: ID! ${rent} }`,
      },
      {
        name: 'b',
        sdl: `${link} type Home @key(fields: "id") { id: ID! ${rent} @external costs: Int @requires(fields: ${JSON.stringify(required)}) }`,
      },
    ]);
  };

  it('is refused with the supergraph, since the planner would answer it wrongly and tell nobody', () => {
    expect(() => refuseUnanswerable(supergraphWith('rent(currency: "EUR")'))).toThrow(/@requires/);
    expect(() => refuseUnanswerable(supergraphWith('rent'))).not.toThrow();
  });
});

describe('what an owner brings along', () => {
  it('is taken from it where it says so, and from its owner elsewhere', () =>
    holds({
      subgraphs: {
        a: [
          'type Query { near: Home @provides(fields: "rent") far: Home } type Home @key(fields: "id") { id: ID! rent: Int @external }',
          { Query: { near: () => ({ id: '1', rent: 1 }), far: () => ({ id: '1', rent: 1 }) } },
        ],
        b: ['type Home @key(fields: "id") { id: ID! rent: Int }', { Home: { __resolveReference: homeOf } }],
      },
      query: '{ near { rent } far { rent } }',
      data: { near: { rent: 1 }, far: { rent: 500 } },
    }));

  it('and what has moved to another owner is asked there', () =>
    holds({
      subgraphs: {
        a: [
          'type Query { home: Home } type Home @key(fields: "id") { id: ID! rent: Int }',
          { Query: { home: () => ({ id: '1', rent: 1 }) } },
        ],
        b: [
          'type Home @key(fields: "id") { id: ID! rent: Int @override(from: "a") }',
          { Home: { __resolveReference: homeOf } },
        ],
      },
      query: '{ home { rent } }',
      data: { home: { rent: 500 } },
    }));
});
