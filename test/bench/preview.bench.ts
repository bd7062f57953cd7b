import { readyDatabases } from '../../gateway/databases.ts';
import { subgraphDefinitions } from '../../gateway/subgraphs.ts';
import { readConfig } from '../../platform/config.ts';
import { connect } from '../../platform/database/connect.ts';
import { calendarDate } from '../../platform/primitives/calendar-date.ts';
import { stopOnSignals } from '../../platform/stop-signals.ts';
import { ruleSetOf, rulesOf } from '../../rules/rule-set.ts';
import { previewResult, type PreviewResult } from '../../subgraphs/allocation/domain/preview-result.ts';
import { previewTally, type PlaceRules } from '../../subgraphs/allocation/domain/preview-tally.ts';
import { replayRulesOf } from '../../subgraphs/allocation/domain/replay-home.ts';
import { HOMES_AT_A_TIME } from '../../subgraphs/allocation/previews/drain-previews.ts';
import { asHub, frozenHomes, type PinnedHome } from '../../subgraphs/allocation/previews/run-preview.ts';
import type { RegulationPreviewRow } from '../../subgraphs/allocation/tables/previews.ts';
import { measure, rowOf } from './measure.ts';
import { figure, report } from './result.ts';

/**
 * Measures a preview of a model of Gooi en Vechtstreek over the year of lettings in the data of `npm start` (run that once
 * before): as it runs, home after home, and counting alone. The draft keeps nobody's value but everybody's registration time, so
 * that its rules differ and are judged. Prints a Markdown table; asserts nothing.
 */
const PERIOD = { from: calendarDate('2025-07-01'), until: calendarDate('2027-01-01') };
const SECRET = 'a secret of the measurement';

const config = readConfig(undefined, []);
if (config.kind === 'FAILED') throw new Error(config.failure.message);
const databases = await readyDatabases(config.value, subgraphDefinitions, () => undefined);
if (databases.kind === 'FAILED') throw new Error(databases.failure);
stopOnSignals(databases.value.stop);
const prepared = databases.value.prepared.find(({ name }) => name === 'allocation')!;
const admin = connect(prepared.adminUrl, { applicationName: 'bench', max: 1 });
const app = connect(prepared.appUrl, { applicationName: 'bench', max: 1 });
const runs = process.argv.includes('--quick') ? 3 : 9;

const pinned = await admin<{ municipality: string; hash: string; canonical: string }[]>`
  select distinct on (municipality) municipality, hash, canonical from ranking join rule_set on hash = rule_set_hash
   where region = 'GOOI' and status = 'FROZEN' order by municipality, as_of desc`;
if (pinned.length === 0) throw new Error('There is nothing to measure here: run `npm start` once before.');
const places = pinned.map(({ municipality, hash, canonical }): PlaceRules => {
  const current = replayRulesOf(hash, canonical);
  const rules = rulesOf(current.ruleSet).map((rule) =>
    rule.stage === 'ORDER' && rule.order.kind === 'SEARCH_VALUE'
      ? { ...rule, order: { kind: 'REGISTRATION_TIME' } as const }
      : rule,
  );
  const proposed = ruleSetOf(rules, current.ruleSet.sources, current.ruleSet);
  return { municipality, current, proposed: replayRulesOf(proposed.hash, proposed.canonical) };
});
// A row of its own, as the function that gives facts looks at who asks for what; it is removed in the end.
const [preview] = await admin<RegulationPreviewRow[]>`
  insert into regulation_preview (owner, draft, revision, period_from, period_until, municipalities, left_out, status, attempts,
                                  asked_by, asked_at, trace_id)
  values ('GOOI', uuidv7(), 1, ${PERIOD.from}::date, ${PERIOD.until}::date, ${places.map(({ municipality }) => municipality)}::text[],
          '{}', 'RUNNING', 1, 'bench', now(), ${'1'.repeat(32)})
  returning *`;

function read(): AsyncIterable<readonly PinnedHome[]> {
  return frozenHomes(asHub(app, preview!), preview!, HOMES_AT_A_TIME);
}

/** As the thread does it: what was read and counted is let go. */
async function count(
  all: AsyncIterable<readonly PinnedHome[]> | Iterable<readonly PinnedHome[]>,
): Promise<PreviewResult> {
  const { tally, add } = previewTally(places, SECRET);
  for await (const homes of all) for (const { home, pinned: of } of homes) add(home, of);
  return previewResult(tally, places, [], PERIOD, SECRET);
}

try {
  const whole = await measure(() => count(read()), runs);
  const homes: (readonly PinnedHome[])[] = [];
  for await (const some of read()) homes.push(some);
  const result = await count(homes);
  const counting = await measure(() => count(homes), runs);
  const year = `a preview of a year, ${result.homes} homes with ${result.candidates} files`;
  report({
    family: 'preview',
    configuration: { runs, changed: result.changed ?? 0 },
    rows: [
      rowOf(year, 'as it runs: facts read, parsed and counted', whole, 'thread'),
      rowOf(year, 'counting alone, and what may be told', counting, 'thread'),
    ],
    goals: [
      {
        goal: 'a preview of a year of Gooi en Vechtstreek, read and counted',
        bound: 'at most 2,000 ms',
        measured: `${figure(whole.median)} ms`,
        met: whole.median <= 2000,
        reason: `${figure(counting.median)} ms of it is counting; the rest is reading and parsing the facts`,
      },
    ],
  });
} finally {
  await admin`delete from preview_reading where preview = ${preview!.id}::uuid`;
  await admin`delete from regulation_preview where id = ${preview!.id}::uuid`;
  await Promise.all([admin.end(), app.end()]);
  await databases.value.stop();
}
