import { locatedError, type FieldNode, type GraphQLError } from 'graphql';
import { pathTo, spreadNull, type Place } from './place.ts';

/**
 * One execution of a compiled operation. What resolvers promise is waited for by counting: every value goes to its place
 * when it is there, and the execution is over when nothing is awaited any more. So nothing of it still runs when it answers.
 */
export class Run {
  readonly context: unknown;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly errors: GraphQLError[] = [];
  /** Arguments of the fields that take variables, by the number of the field: read once an execution. */
  readonly arguments: unknown[] = [];
  #awaited = 0;
  #whenDone: (() => void) | undefined;

  constructor(context: unknown, variables: Readonly<Record<string, unknown>>) {
    this.context = context;
    this.variables = variables;
  }

  /** Goes on with the value when it is there; what fails, also in going on, is an error at the place. */
  later(
    promise: PromiseLike<unknown>,
    goOn: (value: unknown) => void,
    nodes: readonly FieldNode[],
    place: Place,
  ): void {
    this.#awaited += 1;
    promise.then(
      (value) => {
        try {
          goOn(value);
        } catch (fault) {
          this.fail(fault, nodes, place);
        }
        this.#one();
      },
      (fault: unknown) => {
        this.fail(fault, nodes, place);
        this.#one();
      },
    );
  }

  /** An error at a place, which becomes null, or what holds it does (GraphQL specification, 6.4.4 Handling Field Errors). */
  fail(fault: unknown, nodes: readonly FieldNode[], place: Place): void {
    if (spreadNull(place)) this.errors.push(locatedError(fault, nodes as FieldNode[], pathTo(place)));
  }

  /** Resolves when nothing is awaited; undefined when nothing is now. */
  whenDone(): Promise<void> | undefined {
    if (this.#awaited === 0) return undefined;
    return new Promise((resolve) => (this.#whenDone = resolve));
  }

  #one(): void {
    this.#awaited -= 1;
    if (this.#awaited === 0) this.#whenDone?.();
  }
}
