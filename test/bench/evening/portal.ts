import { Pool } from 'undici';
import { randomnessOf, type Weights } from '../../../demonstration/randomness.ts';
import { namedOperation } from '../../../gateway/named-operations.ts';
import type { FreshHomes, Pair } from './fresh-homes.ts';

/** What a portal asks in the minute in which new homes appear. */
export type Kind = 'react' | 'vacancies' | 'vacancy' | 'my-position' | 'registration' | 'opportunities';

/**
 * Of 1,800 requests 300 react and 1,500 read. Most look at the list and at a home, without a token as portals show them to
 * anyone; a seeker looks where it stands, at its own file, and at everything it may react to.
 */
export const MIX: Weights<Kind> = [
  ['react', 300],
  ['vacancies', 600],
  ['vacancy', 450],
  ['my-position', 225],
  ['registration', 150],
  ['opportunities', 75],
];

/** What came of one reaction; `reaction` is null where it was refused, with its code. */
export type Reacted =
  | { readonly pair: Pair; readonly key: string; readonly reaction: string }
  | { readonly pair: Pair; readonly key: string; readonly reaction: null; readonly code: string };

export interface Portal {
  /** What the request of this number is. The mix is chosen from the seed, so a number is always the same. */
  readonly kindOf: (index: number) => Kind;
  /** Sends it; rejects with the code of an error, or `HTTP 503`. */
  readonly send: (index: number) => Promise<void>;
  /** What was answered on reactions so far. */
  readonly reacted: readonly Reacted[];
  /** Reactions that got no answer, or an error for one: they may be written or not. */
  readonly unanswered: readonly { readonly pair: Pair; readonly key: string }[];
  /** Reacts again with the keys of these reactions. */
  readonly repeat: (reacted: readonly Reacted[]) => Promise<readonly Reacted[]>;
  /** Pairs that may still react. */
  readonly left: () => number;
  readonly close: () => Promise<void>;
}

export interface PortalSettings {
  readonly origin: string;
  readonly homes: FreshHomes;
  /** Authorization header of each seeker. */
  readonly tokens: ReadonlyMap<string, string>;
  readonly municipalities: readonly string[];
  readonly seed: string;
  readonly requests: number;
  /** Pairs that an earlier run used. */
  readonly skip: number;
}

const QUERIES = new Map<Kind, string>(MIX.map(([kind]) => [kind, namedOperation(kind)]));
const CONNECTIONS = 128;

interface Request {
  readonly kind: Kind;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly seeker: string | undefined;
}

/** The front-ends of one evening, over kept-alive connections. */
export function openPortal(settings: PortalSettings): Portal {
  const { origin, homes, tokens, municipalities, seed, requests, skip } = settings;
  const pool = new Pool(origin, { connections: CONNECTIONS, keepAliveTimeout: 60_000 });
  const random = randomnessOf(seed);
  const kinds = Array.from({ length: requests }, () => random.weighted(MIX));
  const acknowledged: Pair[] = [...homes.standing];
  const reacted: Reacted[] = [];
  const unanswered: { pair: Pair; key: string }[] = [];
  let nextPair = skip;

  async function post({ kind, variables, seeker }: Request): Promise<string> {
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    if (seeker !== undefined) headers['authorization'] = tokens.get(seeker)!;
    const body = JSON.stringify({ query: QUERIES.get(kind), variables });
    const answer = await pool.request({ method: 'POST', path: '/graphql', headers, body });
    const text = await answer.body.text();
    if (text.includes('"errors":['))
      throw new Error(/"code":"(\w+)"/.exec(text)?.[1] ?? `HTTP ${answer.statusCode}`);
    if (answer.statusCode !== 200) throw new Error(`HTTP ${answer.statusCode}`);
    return text;
  }

  async function react(pair: Pair, key: string): Promise<Reacted> {
    const input = { idempotencyKey: key, ...pair };
    const text = await post({ kind: 'react', variables: { input }, seeker: pair.registration });
    const { data } = JSON.parse(text) as { data: { react: { reaction?: { id: string }; code?: string } } };
    const { reaction, code = 'UNKNOWN' } = data.react;
    return reaction === undefined
      ? { pair, key, reaction: null, code }
      : { pair, key, reaction: reaction.id };
  }

  async function reactNext(): Promise<void> {
    const pair = homes.pairs[nextPair++];
    if (pair === undefined) throw new Error('no seeker is left who may react');
    const key = `evening-${nextPair}`;
    try {
      const came = await react(pair, key);
      reacted.push(came);
      if (came.reaction !== null) acknowledged.push(pair);
    } catch (fault) {
      unanswered.push({ pair, key });
      throw fault;
    }
  }

  function read(kind: Exclude<Kind, 'react'>): Request {
    const own = acknowledged[random.below(acknowledged.length)]!;
    const registration = own.registration;
    switch (kind) {
      case 'vacancies':
        return {
          kind,
          variables: { first: 20, filter: { municipality: random.pick(municipalities) } },
          seeker: undefined,
        };
      case 'vacancy':
        return { kind, variables: { id: random.pick(homes.homes) }, seeker: undefined };
      case 'my-position':
        return { kind, variables: { vacancy: own.vacancy }, seeker: registration };
      case 'registration':
        return { kind, variables: { id: registration }, seeker: registration };
      case 'opportunities':
        return { kind, variables: { registration, first: 20 }, seeker: registration };
    }
  }

  return {
    kindOf: (index) => kinds[index]!,
    async send(index) {
      const kind = kinds[index]!;
      if (kind === 'react') return reactNext();
      await post(read(kind));
    },
    reacted,
    unanswered,
    repeat: (of) => Promise.all(of.map(({ pair, key }) => react(pair, key))),
    left: () => homes.pairs.length - nextPair,
    close: () => pool.close(),
  };
}
