import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: {
      readonly functionName: string;
      readonly url: string;
      readonly lineNumber: number;
    };
  }[];
  readonly samples: readonly number[];
  /** Microseconds from the sample before. */
  readonly timeDeltas: readonly number[];
}

/** A function and the share of the time that was spent in itself, from 0 to 1. */
export interface SelfTime {
  readonly name: string;
  readonly share: number;
}

/**
 * The functions in which a V8 CPU profile spent most time in themselves, of the time after `fromSecond` in which anything ran;
 * a process that waits is left out.
 */
export function topFunctions(folder: string, fromSecond: number, count: number): readonly SelfTime[] {
  const file = readdirSync(folder)
    .filter((name) => name.endsWith('.cpuprofile'))
    .sort()
    .at(-1);
  if (file === undefined) return [];
  const profile = JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile;
  const names = new Map(profile.nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const spent = new Map<string, number>();
  let [at, all] = [0, 0];
  profile.samples.forEach((node, index) => {
    const micros = Math.max(0, profile.timeDeltas[index]!);
    at += micros;
    const name = names.get(node)!;
    if (at < fromSecond * 1e6 || name === '(idle)') return;
    all += micros;
    spent.set(name, (spent.get(name) ?? 0) + micros);
  });
  return [...spent]
    .sort(([, one], [, other]) => other - one)
    .slice(0, count)
    .map(([name, micros]) => ({ name, share: micros / all }));
}

function nameOf({ functionName, url, lineNumber }: CpuProfile['nodes'][number]['callFrame']): string {
  const name = functionName === '' ? 'anonymous' : functionName;
  if (url === '') return name;
  const path = url.replace(/^.*\/node_modules\//, '').replace(/^file:\/\/.*?\/(?=[a-z-]+\/)/, '');
  const short = path.split('/').slice(-3).join('/');
  return `${name} (${short}:${lineNumber + 1})`;
}
