import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PreparedDatabase } from '../../platform/database/prepare.ts';
import type { SubgraphName } from '../../platform/subgraph-names.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Answer } from '../support/hub.ts';
import type { Told } from './hub-child.ts';

const PROGRAM = resolve(import.meta.dirname, 'hub-child.ts');
const DEADLINE_MS = 1_500;
const TRIES_MAXIMUM = 40;

/** What an asker hears of a fault that passes: it asks again, with the same key. */
export const PASSING =
  /^(SUBGRAPH_UNAVAILABLE|SUBGRAPH_TIMEOUT|INTERNAL|FACTS_UNAVAILABLE|RULES_UNAVAILABLE)$/;

/**
 * A hub in a process of its own behind a wire, and an asker who does not give up: whoever hears nothing, or of a fault that
 * passes, asks again with the same words. A process that was killed is followed by another.
 */
export class WalkedHub {
  readonly #databases: Readonly<Record<SubgraphName, PreparedDatabase>>;
  #child: ChildProcess | undefined;
  #now = '';
  /** Processes that ended by themselves, which none should: with what they said last. */
  readonly ended: string[] = [];

  constructor(databases: Readonly<Record<SubgraphName, PreparedDatabase>>) {
    this.#databases = databases;
  }

  readonly kill = (): void => void this.#child?.kill('SIGKILL');

  async at(now: string): Promise<void> {
    this.#now = now;
    if (this.#child !== undefined) await this.#tell({ kind: 'NOW', now });
  }

  /** Waits until a process answers. */
  async ready(): Promise<void> {
    while ((await this.#living()) === undefined);
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  /** Asks once; undefined when no answer came, or one of a fault that passes. */
  async try(
    question: string,
    variables: Readonly<Record<string, unknown>>,
    viewer: Viewer,
  ): Promise<Answer<Readonly<Record<string, unknown>>> | undefined> {
    const answer = await this.#tell({ kind: 'ASK', question, variables, viewer });
    if (answer === undefined) return undefined;
    const [effect] = Object.values(answer.data ?? {}) as ({ readonly code?: string } | null)[];
    const codes = [...answer.codes, effect?.code ?? ''];
    return codes.some((code) => PASSING.test(code)) ? undefined : answer;
  }

  /** Asks until there is an answer. */
  async ask(
    question: string,
    variables: Readonly<Record<string, unknown>>,
    viewer: Viewer,
  ): Promise<Answer<Readonly<Record<string, unknown>>>> {
    for (let tries = 0; tries < TRIES_MAXIMUM; tries += 1) {
      const answer = await this.try(question, variables, viewer);
      if (answer !== undefined) return answer;
      await sleep(100);
    }
    throw new Error(`no answer to ${question}`);
  }

  async doWhatIsDue(): Promise<void> {
    while ((await this.#tell({ kind: 'DO_WHAT_IS_DUE' })) === undefined);
  }

  /** What the process answers; undefined when it ends first. */
  async #tell(told: Told): Promise<Answer<Readonly<Record<string, unknown>>> | undefined> {
    const child = await this.#living();
    if (child === undefined) return undefined;
    return this.#answerOf(child, told);
  }

  #answerOf(child: ChildProcess, told: Told): Promise<Answer<Readonly<Record<string, unknown>>> | undefined> {
    return new Promise((answered) => {
      const end = (answer?: unknown): void => {
        child.off('message', end);
        child.off('exit', gone);
        answered(answer as Answer<Readonly<Record<string, unknown>>> | undefined);
      };
      const gone = (): void => end();
      child.once('message', end);
      child.once('exit', gone);
      if (child.exitCode !== null || child.signalCode !== null) end();
      else child.send(told, (fault) => fault !== null && end());
    });
  }

  async #living(): Promise<ChildProcess | undefined> {
    const known = this.#child;
    if (known !== undefined && known.exitCode === null && known.signalCode === null) return known;
    const child = fork(PROGRAM, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    this.#child = child;
    let said = '';
    child.stderr!.setEncoding('utf8').on('data', (piece: string) => (said = (said + piece).slice(-4_000)));
    child.once('exit', (_code, signal) => {
      if (signal !== 'SIGKILL') this.ended.push(said);
    });
    const started = await this.#answerOf(child, {
      kind: 'START',
      databases: this.#databases,
      now: this.#now,
      deadlineMs: DEADLINE_MS,
    });
    return started === undefined ? undefined : child;
  }
}
