import type { Database } from '../../../platform/database/connect.ts';
import { cpuTimesOfTree, postmasterOf, type CpuTimes } from '../processes.ts';

/** CPU of the server that answers `sql`, as it grows. Undefined where it runs elsewhere or the system does not tell. */
export async function postgresCpu(sql: Database): Promise<(() => CpuTimes) | undefined> {
  const [backend] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
  const postmaster = postmasterOf(backend!.pid);
  return postmaster === undefined ? undefined : () => cpuTimesOfTree(postmaster) ?? new Map();
}
