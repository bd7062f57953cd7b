import { readdirSync, readFileSync } from 'node:fs';
import type { Database } from '../../../platform/database/connect.ts';

/** CPU time of processes so far, nanoseconds by process id. */
export type CpuTimes = ReadonlyMap<number, number>;

/**
 * CPU of a PostgreSQL server on this machine: of its postmaster and everything that it started. Undefined where the system does
 * not tell (only Linux does) or where the server runs elsewhere.
 */
export async function postgresCpu(sql: Database): Promise<(() => CpuTimes) | undefined> {
  const [backend] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
  const status = read(`/proc/${backend!.pid}/stat`);
  const postmaster = status === undefined ? undefined : parentOf(status);
  if (postmaster === undefined || !isPostgres(backend!.pid)) return undefined;
  return () => {
    const times = new Map<number, number>();
    for (const entry of readdirSync('/proc')) {
      if (!/^\d+$/.test(entry)) continue;
      const pid = Number(entry);
      const stat = read(`/proc/${pid}/stat`);
      if (stat === undefined || (pid !== postmaster && parentOf(stat) !== postmaster)) continue;
      const schedstat = read(`/proc/${pid}/schedstat`);
      times.set(pid, schedstat === undefined ? cpuOfStat(stat) : cpuOfSchedstat(schedstat));
    }
    return times;
  };
}

/** Milliseconds between two readings. A process that ended meanwhile counts for nothing; one that began, wholly. */
export function cpuMsBetween(before: CpuTimes, after: CpuTimes): number {
  let nanoseconds = 0;
  for (const [pid, time] of after) nanoseconds += Math.max(0, time - (before.get(pid) ?? 0));
  return nanoseconds / 1e6;
}

/** Parent of a process, from its `/proc/<pid>/stat` (proc(5), field 4). The name before it may hold anything, brackets too. */
export function parentOf(stat: string): number | undefined {
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

/** Fields from the third on: what follows the last bracket of the name. */
function afterName(stat: string): readonly string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function isPostgres(pid: number): boolean {
  return read(`/proc/${pid}/comm`)?.startsWith('postgres') ?? false;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
