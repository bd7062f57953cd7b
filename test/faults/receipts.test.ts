import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Database } from '../../platform/database/connect.ts';
import { writeAsViewer } from '../../platform/database/as-viewer.ts';
import { canonicalJson } from '../../platform/primitives/canonical-json.ts';
import { signerOf } from '../../platform/signer.ts';
import { entryText, sealReceipt, type Receipt } from '../../subgraphs/allocation/domain/receipt.ts';
import { inWords, type Found } from '../../subgraphs/allocation/replay/found.ts';
import { lookAsAuditor } from '../../subgraphs/allocation/replay/look-as-auditor.ts';
import { readCheckpoints } from '../../subgraphs/allocation/replay/read-checkpoints.ts';
import { replayAll, replayOne, verifyHeld } from '../../subgraphs/allocation/replay/replay-decisions.ts';
import { receiptOf } from '../../subgraphs/allocation/receipts.ts';
import { signHead } from '../../subgraphs/allocation/receipts/sign-head.ts';
import type { ReceiptRow } from '../../subgraphs/allocation/tables/receipts.ts';
import { demonstrationDatabases, type TestDatabases } from '../support/database.ts';
import { HUB } from '../support/viewers.ts';

const NOW = '2026-11-02T09:00:00.000Z';
const SIGNER = signerOf(generateKeyPairSync('ed25519').privateKey);

/**
 * Somebody with every right on the database changes what is stored, as no role of the hub can: triggers and foreign keys are
 * switched off, as a superuser may. Each change is undone, so that the next begins with a database that is whole.
 */
describe('what a superuser changes behind the hub’s back', () => {
  let databases: TestDatabases<'allocation'>;
  let admin: Database;
  let auditor: ReturnType<typeof lookAsAuditor>;
  /** An owner with several receipts, and a home of it with several candidates. */
  let owner: string;
  let vacancy: string;
  let reaction: string;

  beforeAll(async () => {
    databases = (await demonstrationDatabases()) as unknown as TestDatabases<'allocation'>;
    admin = connect(databases.of.allocation.adminUrl, { applicationName: 'test', max: 1 });
    await admin`set session_replication_role = replica`;
    auditor = lookAsAuditor(databases.of.allocation.appUrl);
    const [home] = await admin<{ owner: string; vacancy: string; id: string }[]>`
      select reaction.owner, vacancy, reaction.id from reaction
       where position = 3 and owner = (select owner from receipt group by owner having count(*) > 3 order by owner limit 1)
       order by vacancy limit 1`;
    ({ owner, vacancy, id: reaction } = home!);
  });
  afterAll(async () => {
    await auditor.stop();
    await admin.end();
    await databases.drop();
  });

  const replay = async (): Promise<readonly Found[]> => {
    const differences: Found[] = [];
    for await (const { difference } of replayAll(auditor.look)) if (difference) differences.push(difference);
    return differences;
  };
  /** What replay says while a change stands. */
  async function while_(change: (sql: Database) => Promise<unknown>): Promise<readonly Found[]> {
    const tables = [
      'receipt',
      'reaction',
      'ranking',
      'receipt_checkpoint',
      'rule_set',
      'offer',
      'receipt_facts',
    ];
    for (const table of tables) await admin.unsafe(`create table kept.${table} as table ${table}`);
    let differences: readonly Found[] = [];
    try {
      await change(admin);
      differences = await replay();
    } finally {
      await putBack(tables);
    }
    return differences;
  }
  async function putBack(tables: readonly string[]): Promise<void> {
    for (const table of tables) {
      const columns = await admin<{ name: string }[]>`
        select quote_ident(column_name) as name from information_schema.columns
         where table_schema = 'public' and table_name = ${table} and is_generated = 'NEVER'`;
      const names = columns.map(({ name }) => name).join(', ');
      await admin.unsafe(`delete from ${table}; insert into ${table} (${names}) select ${names} from kept.${table};
        drop table kept.${table}`);
    }
  }

  it('is nothing, at first: every ranking and every link of the demonstration is repeated', async () => {
    await admin`create schema kept`;
    expect(await replay()).toEqual([]);
    const [count] = await admin<
      { homes: number }[]
    >`select count(*)::int as homes from receipt where kind = 'RANKING_FROZEN'`;
    expect(count!.homes).toBeGreaterThan(20);
    let rankings = 0;
    for await (const { repeated } of replayAll(auditor.look)) rankings += repeated.rankings;
    expect(rankings).toBe(count!.homes);
    expect(await while_(() => Promise.resolve())).toEqual([]);
  });

  it('is named when it is one place', async () => {
    const [found] = await while_((sql) => sql`update reaction set position = 1 where id = ${reaction}::uuid`);
    expect(found).toMatchObject({ code: 'PLACE_CHANGED', owner, vacancy, reaction });
    expect(found!.recorded).toMatch(/^place 1,/);
    expect(found!.found).toMatch(/^place 3,/);
  });

  it('is named when two change places, with all that orders them', async () => {
    const found = await while_(async (sql) => {
      const both = await sql<
        { id: string; position: number; groupRank: number; orderKey: number; lot: string }[]
      >`
        select id, position, group_rank, order_key, lot from reaction
         where owner = ${owner} and vacancy = ${vacancy}::uuid and position in (1, 2) order by position`;
      await sql`update reaction set lot = repeat('0', 64) where id = ${both[1]!.id}::uuid`;
      for (const [index, one] of both.entries()) {
        const { position, groupRank, orderKey, lot } = both[1 - index]!;
        await sql`update reaction set position = ${position}, group_rank = ${groupRank}, order_key = ${orderKey}, lot = ${lot}
                   where id = ${one.id}::uuid`;
      }
    });
    expect(found.map(({ code }) => code)).toEqual(['PLACE_CHANGED']);
  });

  it('is named when it is a lot that was drawn', async () => {
    const [first] = await admin<{ id: string }[]>`
      select id from reaction where lot_id is not null and position = 1 order by owner, vacancy limit 1`;
    const found = await while_(
      (sql) => sql`update reaction set lot = repeat('0', 64) where id = ${first!.id}::uuid`,
    );
    expect(found).toMatchObject([{ code: 'LOT_CHANGED', reaction: first!.id }]);
  });

  it('is named when it is one fact, whose ever it is, and the fact is not told', async () => {
    const [found] = await while_(
      (sql) => sql`
        update reaction set facts = jsonb_set(facts, '{registeredOn}', '"1999-09-09"') where id = ${reaction}::uuid`,
    );
    expect(found).toMatchObject({ code: 'FACTS_CHANGED', owner, vacancy, reaction });
    expect(inWords(found!)).not.toContain('1999');
  });

  it('is named when it is one receipt, also when that is hashed anew', async () => {
    const [row] = await admin<ReceiptRow[]>`select * from receipt where owner = ${owner} and seq = 2`;
    const forged = canonicalJson({ ...receiptOf(row!).body, placed: 1 });
    const changed = await while_(
      (sql) => sql`update receipt set body = ${forged} where owner = ${owner} and seq = 2`,
    );
    expect(changed).toMatchObject([{ code: 'CHANGED', owner, seq: 2 }]);
    const anew = sealed(row!, { body: JSON.parse(forged) as Receipt['body'] });
    const linked = await while_(
      (sql) =>
        sql`update receipt set body = ${forged}, hash = ${anew.hash} where owner = ${owner} and seq = 2`,
    );
    expect(linked).toMatchObject([{ code: 'NOT_LINKED', owner, seq: 3 }]);
  });

  it('is named when two receipts change places, and when one in the middle is gone', async () => {
    const exchanged = await while_(async (sql) => {
      await sql`update receipt set seq = 1000 where owner = ${owner} and seq = 2`;
      await sql`update receipt set seq = 2 where owner = ${owner} and seq = 3`;
      await sql`update receipt set seq = 3 where owner = ${owner} and seq = 1000`;
    });
    expect(exchanged).toMatchObject([{ code: 'CHANGED', owner, seq: 2 }]);
    const gone = await while_((sql) => sql`delete from receipt where owner = ${owner} and seq = 2`);
    expect(gone).toMatchObject([{ code: 'MISSING', owner, seq: 2 }]);
  });

  it('is named when somebody is left out, a salt is gone, or the rules have another text', async () => {
    expect(await while_((sql) => sql`delete from reaction where id = ${reaction}::uuid`)).toMatchObject([
      { code: 'CANDIDATES_CHANGED', vacancy },
    ]);
    expect(
      await while_((sql) => sql`update reaction set salt = null, facts = null where id = ${reaction}::uuid`),
    ).toMatchObject([{ code: 'FACTS_MISSING', reaction }]);
    const rules = await while_(
      (sql) => sql`
        update rule_set set canonical = canonical || ' '
         where hash = (select rule_set_hash from ranking where owner = ${owner} and vacancy = ${vacancy}::uuid)`,
    );
    expect(rules[0]).toMatchObject({ code: 'RULES_CHANGED' });
    // And an erasure that nobody recorded is none.
    expect(
      await while_(async (sql) => {
        await sql`update ranking set erased_on = '2026-11-02' where owner = ${owner} and vacancy = ${vacancy}::uuid`;
        await sql`update reaction set facts = null, salt = null where owner = ${owner} and vacancy = ${vacancy}::uuid`;
      }),
    ).toMatchObject([{ code: 'FACTS_MISSING', owner, vacancy }]);
  });

  it('is named when an offer is made that no receipt tells of', async () => {
    const found = await while_(
      (sql) => sql`
        insert into offer (owner, vacancy, reaction, registration, position, turn, status, made_at, expires_at)
        select owner, vacancy, id, registration, position, 99, 'MADE', '2026-11-01', '2026-11-09' from reaction
         where id = ${reaction}::uuid`,
    );
    expect(found).toMatchObject([{ code: 'NOT_RECORDED', owner, vacancy, reaction }]);
  });

  it('is named when a whole chain is written anew, or cut off, by a checkpoint that somebody else holds', async () => {
    const app = connect(databases.of.allocation.appUrl, { applicationName: 'test', max: 1 });
    const trace = { traceId: '1'.repeat(32) };
    const checkpoint = (await writeAsViewer(app, HUB, trace, (sql) => signHead(sql, owner, SIGNER, NOW)))!;
    await app.end();
    const file = JSON.stringify({ data: { receiptCheckpoints: { nodes: [checkpoint] } } });
    const held = readCheckpoints(file);
    if (held.kind === 'FAILED') throw new Error(held.failure);
    const hold = () => auditor.look((sql) => verifyHeld(sql, held.value.checkpoints, held.value.keys));
    expect(await hold()).toBeUndefined();

    // The last receipt, with the checkpoint in the hub's own tables and the ranking that it was of: the chain looks whole.
    const cut = { ...checkpoint };
    let seen: Found | undefined;
    const inside = await while_(async (sql) => {
      await sql`delete from receipt_checkpoint where owner = ${owner}`;
      const [last] = await sql<ReceiptRow[]>`
        delete from receipt where owner = ${owner} and seq = ${cut.seq} returning *`;
      await sql`delete from reaction where owner = ${owner} and vacancy = ${last!.vacancy}::uuid`;
      await sql`delete from ranking where owner = ${owner} and vacancy = ${last!.vacancy}::uuid`;
      seen = await hold();
    });
    expect(inside).toEqual([]);
    expect(seen).toMatchObject({ code: 'CHECKPOINT_BROKEN', owner, seq: cut.seq, recorded: cut.hash });

    // The whole chain hashed anew after one change of its first receipt.
    const rewritten = await while_(async (sql) => {
      await sql`delete from receipt_checkpoint where owner = ${owner}`;
      const rows = await sql<ReceiptRow[]>`select * from receipt where owner = ${owner} order by seq`;
      let head: Receipt | undefined;
      for (const row of rows) {
        const more = row.seq === 1 ? { at: '2020-01-01T00:00:00.000Z' } : {};
        head = sealReceipt(head, { ...receiptOf(row), ...more });
        await sql`update receipt set at = ${head.at}::timestamptz, previous = ${head.previous}, hash = ${head.hash}
                   where owner = ${owner} and seq = ${row.seq}`;
      }
      seen = await hold();
    });
    expect(rewritten).toEqual([]);
    expect(seen).toMatchObject({ code: 'CHECKPOINT_BROKEN', owner, seq: checkpoint.seq });

    // Another's signature, and a checkpoint of which a digit is another, are none.
    const other = signerOf(generateKeyPairSync('ed25519').privateKey);
    for (const forged of [
      { ...checkpoint, signature: other.sign({ ...checkpoint }) },
      { ...checkpoint, seq: checkpoint.seq - 1 },
    ]) {
      expect(await auditor.look((sql) => verifyHeld(sql, [forged], new Map()))).toMatchObject({
        code: 'CHECKPOINT_UNSIGNED',
      });
    }
  });

  it('is not seen in a decision that is asked for by itself and is whole', async () => {
    for (const id of [`${owner}:1`, `${owner}:${vacancy}`, `${owner}:${reaction}`]) {
      const { difference, receipts } = await auditor.look((sql) => replayOne(sql, id));
      expect(difference, id).toBeUndefined();
      expect(receipts.length, id).toBeGreaterThan(0);
    }
    for (const id of [`${owner}:99999`, `${owner}:00000000-0000-8000-8000-000000000000`, 'x']) {
      const { difference } = await auditor.look((sql) => replayOne(sql, id));
      expect(difference, id).toMatchObject({ code: 'UNKNOWN_DECISION' });
    }
  });
});

/** A row of the chain with something else in it, hashed as if it had been so. */
function sealed(row: ReceiptRow, more: Partial<Receipt>): Receipt {
  const receipt = { ...receiptOf(row), ...more };
  const head = { seq: receipt.seq - 1, hash: receipt.previous! };
  expect(entryText(receipt)).not.toBe(entryText(receiptOf(row)));
  return sealReceipt(head, receipt);
}
