import { readdirSync, readFileSync } from 'node:fs';

/** CPU time of processes so far, nanoseconds by process id. */
export type CpuTimes = ReadonlyMap<number, number>;

/**
 * CPU of a process and of all that it started, such as a server with its workers, or PostgreSQL's postmaster with its backends.
 * Undefined where the system does not tell (only Linux does), or where there is no such process.
 */
export function cpuTimesOfTree(root: number): CpuTimes | undefined {
  if (read(root, 'stat') === undefined) return undefined;
  const times = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const pid = Number(entry);
    const stat = read(pid, 'stat');
    if (stat === undefined || (pid !== root && parentIn(stat) !== root)) continue;
    // The finer figure is of the first thread alone, as if there were no others.
    const schedstat = hasOneThread(stat) ? read(pid, 'schedstat') : undefined;
    times.set(pid, schedstat === undefined ? cpuOfStat(stat) : cpuOfSchedstat(schedstat));
  }
  return times;
}

/** Milliseconds between two readings. A process that ended meanwhile counts for nothing; one that began, wholly. */
export function cpuMsBetween(before: CpuTimes, after: CpuTimes): number {
  let nanoseconds = 0;
  for (const [pid, time] of after) nanoseconds += Math.max(0, time - (before.get(pid) ?? 0));
  return nanoseconds / 1e6;
}

/** The postmaster that started a backend; undefined where the server runs on another machine, or where the system does not tell. */
export function postmasterOf(backend: number): number | undefined {
  if (read(backend, 'comm')?.startsWith('postgres') !== true) return undefined;
  return parentIn(read(backend, 'stat')!);
}

/** Resident memory of a process in MB. Undefined where the system does not tell. */
export function residentMbOf(pid: number): number | undefined {
  const kb = /^VmRSS:\s+(\d+) kB/m.exec(read(pid, 'status') ?? '')?.[1];
  return kb === undefined ? undefined : Number(kb) / 1024;
}

/** Parent of a process, from its `/proc/<pid>/stat` (proc(5), field 4). The name before it may hold anything, brackets too. */
export function parentIn(stat: string): number | undefined {
  const parent = Number(afterName(stat)[1]);
  return Number.isInteger(parent) && parent > 0 ? parent : undefined;
}

/** User and system time of a process, nanoseconds, from its `stat` (fields 14 and 15, in hundredths of a second on Linux). */
export function cpuOfStat(stat: string): number {
  const fields = afterName(stat);
  return (Number(fields[11]) + Number(fields[12])) * 1e7;
}

/** The same from its `schedstat`, whose first number is time on a processor in nanoseconds. */
export function cpuOfSchedstat(schedstat: string): number {
  return Number(schedstat.split(' ')[0]);
}

/** Field 20 of `stat`. */
export function hasOneThread(stat: string): boolean {
  return afterName(stat)[17] === '1';
}

/** Fields from the third on: what follows the last bracket of the name. */
function afterName(stat: string): readonly string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function read(pid: number, what: 'stat' | 'schedstat' | 'status' | 'comm'): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${what}`, 'utf8');
  } catch {
    return undefined;
  }
}
