import { buildASTSchema, parse, print, validateSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { readSupergraph } from '../../../gateway/compose.ts';
import { subgraphTypeDefs } from '../../../platform/serve-subgraph.ts';
import { SUBGRAPH_NAMES } from '../../../platform/subgraph-names.ts';
import { differenceFrom } from '../../bench/gateways/equal-answers.ts';
import { federation1 } from '../../bench/gateways/federation-1.ts';
import { withFragmentsInPlace } from '../../bench/gateways/fragments-in-place.ts';
import { mergedTypeDefs } from '../../bench/gateways/merged-type-defs.ts';
import { supergraphAt } from '../../bench/gateways/supergraph-at.ts';

const HOMES = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  directive @access(roles: [Role!]!) on OBJECT | FIELD_DEFINITION
  enum Role { SEEKER HUB }
  type Query { home(id: ID!): Home }
  type Home @key(fields: "id") @access(roles: [SEEKER]) { id: ID! rooms: Int open: Int @access(roles: [HUB]) }
  type Page @shareable { more: Boolean! }`);
const PLACES = parse(`
  directive @access(roles: [Role!]!) on OBJECT | FIELD_DEFINITION
  enum Role { SEEKER HUB }
  type Query { count: Int }
  type Home @key(fields: "id", resolvable: false) { id: ID! count: Int }
  type Page @shareable { more: Boolean! }`);
const OWNERS = new Map([
  ['homes', HOMES],
  ['places', PLACES],
]);

describe('one schema of several owners', () => {
  it('has every field of all, and knows who defines it', () => {
    const { document, definers, shared } = mergedTypeDefs(OWNERS);
    const text = print(document);
    expect(text).not.toMatch(/@key|@link|@shareable/);
    expect(definers.get('Home.count')).toEqual(['places']);
    expect(definers.get('Home.id')).toEqual(['homes', 'places']);
    expect([...shared]).toEqual([['Home', 'id']]);
  });

  it('keeps access that an owner states on its type to that owner’s fields, and the field’s own before it', () => {
    const text = print(mergedTypeDefs(OWNERS).document);
    expect(text).toMatch(/rooms: Int @access\(roles: \[SEEKER\]\)/);
    expect(text).toMatch(/open: Int @access\(roles: \[HUB\]\)/);
    expect(text).toMatch(/count: Int\n/);
  });

  it('refuses a key of several fields, which it would not resolve truly', () => {
    const owners = new Map([['homes', parse('type Home @key(fields: "owner id") { owner: ID! id: ID! }')]]);
    expect(() => mergedTypeDefs(owners)).toThrow('the key of Home is not one field');
  });

  it('is valid for the hub’s own owners', () => {
    const documents = new Map(SUBGRAPH_NAMES.map((name) => [name, subgraphTypeDefs(name)]));
    const { document, shared } = mergedTypeDefs(documents);
    expect(validateSchema(buildASTSchema(document))).toEqual([]);
    expect(shared.get('Registration')).toBe('id');
  });
});

describe('schemas in the words of Federation 1', () => {
  it('let the owner with most fields define an entity, and the others extend it by an external key', () => {
    const texts = federation1(OWNERS);
    expect(texts.get('homes')).toMatch(/^type Home @key\(fields: "id"\) \{/m);
    expect(texts.get('places')).toMatch(/extend type Home @key\(fields: "id"\) \{\n {2}id: ID! @external/);
    expect(texts.get('homes')).toMatch(/extend type Query/);
    for (const text of texts.values()) expect(text).not.toMatch(/@link|@shareable|@access|resolvable/);
  });
});

describe('a supergraph elsewhere', () => {
  it('names the address of each owner, and of nobody else', () => {
    const urls = Object.fromEntries(
      SUBGRAPH_NAMES.map((name, index) => [name, `http://127.0.0.1:${index}/graphql`]),
    );
    const text = supergraphAt(readSupergraph(), urls);
    for (const url of Object.values(urls)) expect(text).toContain(`url: "${url}")`);
    expect(text).not.toContain('"http://allocation"');
    expect(() => supergraphAt(readSupergraph(), {})).toThrow(TypeError);
  });
});

describe('fragments in their places', () => {
  it('leave no named fragment, also of fragments that spread others, and the conditions where they stood', () => {
    const text = withFragmentsInPlace(`query Q($on: Day, $all: Boolean!) { home { ...A @include(if: $all) } }
      fragment A on Home { id ...B } fragment B on Home { facts(on: $on) }`);
    expect(text).not.toMatch(/fragment|\.\.\.[AB]/);
    expect(text.replace(/\s+/g, ' ')).toContain(
      '... on Home @include(if: $all) { id ... on Home { facts(on: $on) } }',
    );
  });

  it('are those of the question; one that is not there is an error', () => {
    expect(() => withFragmentsInPlace('{ home { ...C } }')).toThrow('there is no fragment C');
  });
});

describe('answers', () => {
  it('are equal in any order of their members, and told apart by the first place where they differ', () => {
    const first = { data: { home: { id: 'a', rooms: [1, 2] } } };
    expect(differenceFrom(first, { data: { home: { rooms: [1, 2], id: 'a' } } })).toBeUndefined();
    expect(differenceFrom(first, { data: { home: { id: 'a', rooms: [1, 3] } } })).toContain(
      'data.home.rooms.1: 2 and 3',
    );
    expect(differenceFrom(first, { data: { home: null } })).toContain('data.home');
  });

  it('with errors are equal to none', () => {
    const answer = { data: {}, errors: [{ message: 'refused' }] };
    expect(differenceFrom(answer, answer)).toContain('refused');
  });
});
