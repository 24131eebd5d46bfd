import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inMall } from '@/lib/context';
import { systemDb } from './pools';
import { rows } from './rows';
import { createTestDatabase, type TestDatabase } from './testing';
import { makeChannel, makeMall, makeOrders, makeVariants } from './testing-data';

/** The only tables that stand outside a mall. */
const outsideMalls = ['login_attempts', 'malls', 'memberships', 'users'];

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const tables = () =>
  rows<{ name: string; rls: boolean; policies: number; options: string[] | null; grants: number }>(
    systemDb(),
    sql`
    select class.relname as name, class.relrowsecurity as rls, class.reloptions as options,
      (select count(*) from pg_policy where polrelid = class.oid)::int as policies,
      (select count(*) from information_schema.role_table_grants
        where grantee = 'moa_app' and table_schema = 'public' and table_name = class.relname)::int as grants
    from pg_class class
    where class.relnamespace = 'public'::regnamespace and class.relkind = 'r'
    order by 1`,
  );

it('gives every table of a mall row-level security, one policy and the four grants, but history two', async () => {
  const inMalls = (await tables()).filter((table) => !outsideMalls.includes(table.name));
  expect(inMalls.length).toBeGreaterThan(30);
  for (const table of inMalls)
    expect(table, table.name).toMatchObject({
      rls: true,
      policies: 1,
      grants: table.name === 'audit_events' ? 2 : 4,
    });
});

it('lets the app neither delete nor rewrite history, but take reasons out of it', async () => {
  const ours = await makeMall('우리');
  const as = (statement: string) => inMall(ours, (tx) => tx.execute(sql.raw(statement)));
  await as(`insert into audit_events (mall_id, at, verb, subject, detail)
    values (${ours.mallId}, now(), 'hold.put', 'shipment', '{"reason":"말"}')`);
  const refused = { cause: { code: '42501' } };
  await expect(as('delete from audit_events')).rejects.toMatchObject(refused);
  await expect(as('truncate audit_events')).rejects.toMatchObject(refused);
  for (const change of ["verb = ''", 'user_id = 1', 'at = now()', "address = ''", 'mall_id = 1'])
    await expect(as(`update audit_events set ${change}`)).rejects.toMatchObject(refused);
  await as("update audit_events set detail = detail - 'reason'");
});

it('gives the app no way to users, malls, memberships and sign-in attempts', async () => {
  const outside = (await tables()).filter((table) => outsideMalls.includes(table.name));
  expect(outside.map((table) => table.grants)).toEqual([0, 0, 0, 0]);
});

it('leads every index of a mall with mall_id', async () => {
  const others = await rows<{ index: string; columns: string }>(
    systemDb(),
    sql`
    select index.indexrelid::regclass::text as index, first.attname as columns
    from pg_index index
    join pg_class class on class.oid = index.indrelid
    join pg_attribute first on first.attrelid = index.indrelid and first.attnum = index.indkey[0]
    where class.relnamespace = 'public'::regnamespace and first.attname <> 'mall_id'
      and class.relname not in ('users', 'malls', 'login_attempts', 'memberships')`,
  );
  expect(others.map((row) => row.index)).toEqual(['variants_search']);
});

it('keeps room on the pages of hot rows, and their changing columns out of every index', async () => {
  const hot = (await tables()).filter((table) =>
    ['shipments', 'shipment_lines', 'stock'].includes(table.name),
  );
  for (const table of hot) expect(table.options, table.name).toContain('fillfactor=50');
  const indexed = await rows<{ column: string }>(
    systemDb(),
    sql`
    select distinct attribute.attname as column
    from pg_index index
    join pg_attribute attribute
      on attribute.attrelid = index.indrelid and attribute.attnum = any(index.indkey)
    where index.indrelid in ('shipments'::regclass, 'shipment_lines'::regclass)`,
  );
  const columns = indexed.map((row) => row.column);
  for (const changing of ['stage', 'hold_kinds', 'wanted_qty', 'allocated_qty', 'last_run_id'])
    expect(columns).not.toContain(changing);
});

it('shows a mall its own rows alone, and refuses to write into another', async () => {
  const [ours, theirs] = [await makeMall('우리'), await makeMall('남')];
  const [ourChannel, theirChannel] = [await makeChannel(ours), await makeChannel(theirs)];
  const shelf = await makeVariants(ours, [{ code: 'A', onHand: 5 }]);
  await makeVariants(theirs, [{ code: 'A', onHand: 5 }]);
  const compositionId = shelf.A.compositionId;
  await makeOrders(ours, [
    { orderNo: '1', channelId: ourChannel, lines: [{ compositionId, qty: 1 }] },
  ]);
  await makeOrders(theirs, [
    { orderNo: '1', channelId: theirChannel, lines: [{ compositionId: null, qty: 1 }] },
  ]);
  const seen = await inMall(ours, (tx) => rows(tx, sql`select mall_id from orders`));
  expect(seen).toEqual([{ mall_id: ours.mallId }]);
  await expect(
    inMall(ours, (tx) =>
      tx.execute(sql`insert into suppliers (mall_id, name) values (${theirs.mallId}, '침입')`),
    ),
  ).rejects.toMatchObject({ cause: { code: '42501' } });
  const changed = await inMall(ours, (tx) =>
    rows(tx, sql`update channels set name = '침입' where id = ${theirChannel} returning id`),
  );
  expect(changed).toEqual([]);
});

it('shows nothing at all outside a mall', async () => {
  await expect(inMall({ mallId: 0 }, async () => 1)).rejects.toThrow('Not a mall');
});
