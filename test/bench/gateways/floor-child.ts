import { connect, type Database } from '../../../platform/database/connect.ts';
import { serveBench, type ChildMessage, type Served } from './child-side.ts';
import { closedLoop } from './closed-loop.ts';
import type { Places } from './copied-databases.ts';
import type { LoopSettings } from './hub-child.ts';
import type { Question } from './questions.ts';
import { recordQuestions } from './record-questions.ts';
import { replaySql, type Recording } from './recorded-sql.ts';

interface Settings {
  readonly places: Places;
}

/** Connections of one owner, as `openSubgraphDatabases` opens them. */
const POOL = { app: 8, public: 4 };

/**
 * The floor of each question: the SQL that the hub sends for it, through the driver alone. The hub in this process is asked once to
 * record it, and does nothing after.
 */
async function start({ places }: Settings): Promise<Served> {
  const pools = new Map<string, Database>();
  const opened = (name: string, url: string, max: number): void =>
    void pools.set(name, connect(url, { applicationName: 'bench floor', max }));
  for (const [name, { appUrl, publicUrl, adminUrl }] of Object.entries(places)) {
    opened(name, appUrl, POOL.app);
    opened(`${name} public`, publicUrl, POOL.public);
    opened(`${name} admin`, adminUrl, POOL.app);
  }
  let recordings: ReadonlyMap<string, Recording> = new Map();
  return {
    async answer(message: ChildMessage) {
      if (message.kind === 'record')
        return void (recordings = await recordQuestions(places, message['questions'] as readonly Question[]));
      const recording = recordings.get(String(message['question']))!;
      const policies = message['policies'] === true;
      const databaseOf = (name: string) =>
        pools.get(policies || name.endsWith('public') ? name : `${name} admin`)!;
      return closedLoop({
        ...(message['loop'] as LoopSettings),
        send: () => replaySql(recording, databaseOf, policies),
      });
    },
    stop: () => Promise.all([...pools.values()].map((sql) => sql.end({ timeout: 2 }))),
  };
}

serveBench(start);
