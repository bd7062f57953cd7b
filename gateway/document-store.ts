import type { ApolloServerOptions } from '@apollo/server';
import type { DocumentNode } from 'graphql';
import type { GatewayContext } from './data-sources/gateway-context.ts';

type Store = NonNullable<ApolloServerOptions<GatewayContext>['documentStore']>;

interface Stored {
  readonly key: string;
  readonly document: DocumentNode;
}

/** Text of all strangers' documents together, in characters; parsed they take some thirty times as much memory. */
const OTHERS_CHARACTERS = 1_000_000;

/**
 * The documents that are parsed and found valid, under the server's key: the schema that they are valid for, and the hash of the
 * text. Trusted ones stay; of all others the one that was longest not asked goes first, and never pushes out a trusted one.
 */
export class DocumentStore implements Store {
  readonly #isTrusted: (sha256: string) => boolean;
  readonly #trusted = new Map<string, Stored>();
  readonly #others = new Map<string, DocumentNode>();
  #othersCharacters = 0;

  constructor(isTrusted: (sha256: string) => boolean) {
    this.#isTrusted = isTrusted;
  }

  get(key: string): Promise<DocumentNode | undefined> {
    const trusted = this.#trusted.get(hashIn(key));
    // Valid for another schema than this is not valid.
    if (trusted?.key === key) return Promise.resolve(trusted.document);
    const other = this.#others.get(key);
    if (other !== undefined) this.#putLast(key, other);
    return Promise.resolve(other);
  }

  set(key: string, document: DocumentNode): Promise<void> {
    const sha256 = hashIn(key);
    if (this.#isTrusted(sha256)) this.#trusted.set(sha256, { key, document });
    else this.#keepOther(key, document);
    return Promise.resolve();
  }

  delete(key: string): Promise<void> {
    this.#trusted.delete(hashIn(key));
    this.#dropOther(key);
    return Promise.resolve();
  }

  #keepOther(key: string, document: DocumentNode): void {
    this.#dropOther(key);
    this.#others.set(key, document);
    this.#othersCharacters += charactersOf(document);
    while (this.#othersCharacters > OTHERS_CHARACTERS) this.#dropOther(this.#others.keys().next().value!);
  }

  #dropOther(key: string): void {
    const document = this.#others.get(key);
    if (document === undefined) return;
    this.#others.delete(key);
    this.#othersCharacters -= charactersOf(document);
  }

  #putLast(key: string, document: DocumentNode): void {
    this.#others.delete(key);
    this.#others.set(key, document);
  }
}

/** The server's key is that of the schema, a colon, and the hash of the text. */
function hashIn(key: string): string {
  return key.slice(key.lastIndexOf(':') + 1);
}

function charactersOf({ loc }: DocumentNode): number {
  return loc?.source.body.length ?? 0;
}
