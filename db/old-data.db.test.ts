import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { migrate, migrationsFolder } from './migrate';
import { createDatabase, withDatabase } from './testing';

const NAME = `test_old_data_${process.pid}`;
const BEFORE = '0030_acknowledgement_without_an_address';

let older: string;
let url: string;
let pool: postgres.Sql;

beforeAll(async () => {
  const serverUrl = inject('databaseServerUrl');
  await createDatabase(serverUrl, NAME);
  url = withDatabase(serverUrl, NAME);
  older = await mkdtemp(path.join(tmpdir(), 'moa-migrations-'));
  await cp(migrationsFolder, older, { recursive: true });
  const file = path.join(older, 'meta', '_journal.json');
  const journal: { entries: { tag: string }[] } = JSON.parse(await readFile(file, 'utf8'));
  const last = journal.entries.findIndex(({ tag }) => tag === BEFORE);
  expect(last).toBeGreaterThan(0);
  await writeFile(
    file,
    JSON.stringify({ ...journal, entries: journal.entries.slice(0, last + 1) }),
  );
  await migrate(url, 'moa_app', older);
  pool = postgres(url, { max: 1 });
  await pool`set session_replication_role = replica`;
  await insertOldClaims();
  await insertOldShipments();
  await insertOldMatches();
  await insertOldPrices();
  await pool`reset session_replication_role`;
  await migrate(url, 'moa_app');
});
afterAll(async () => {
  await pool.end();
  await rm(older, { recursive: true, force: true });
  const server = postgres(inject('databaseServerUrl'), { max: 1 });
  await server.unsafe(`drop database ${NAME} with (force)`);
  await server.end();
});

async function insertOldClaims(): Promise<void> {
  await pool`
    insert into claims (mall_id, channel_id, order_line_id, claim_no, kind, state, qty, reason,
      requested_at, read_at, raw, decided_at, decided_by, answer, answer_verb, answer_message)
    select 1, 7, line, claim_no, 'cancel', state, 1, '', '2026-11-01', '2026-11-01', '{}',
      decided_at::timestamptz, decided_by, answer,
      case when answer <> 'none' then 'approve' end, message
    from (values
      (1, 'C1', 'done', '2026-11-02', 5, 'done', ''),
      (2, 'C1', 'done', '2026-11-02', 5, 'done', ''),
      (3, 'C2', 'requested', null, null, 'sending', ''),
      (4, 'C3', 'requested', null, null, 'failed', '이미 발송되었습니다.'),
      (5, 'C4', 'requested', null, null, 'unknown', ''),
      (6, 'C5', 'requested', null, null, 'none', '')
    ) as old (line, claim_no, state, decided_at, decided_by, answer, message)`;
}

/** One open with two lines to match and one matched, one that has left unmatched. */
async function insertOldShipments(): Promise<void> {
  await pool`
    insert into shipments (mall_id, id, stage, is_history, recipient_id, base_order_id, channel_id,
      freight_term, wanted_qty, allocated_qty, amount, ordered_at, paid_at, hold_kinds,
      hold_note)
    select 1, id, stage, stage = 'shipped', 1, 1, 7, 'prepaid', wanted, sent, 0, '2026-11-01', '2026-11-01',
      kinds::text[], note
    from (values (1, 'unmatched', 3, 0, '{operator,short,claim}', '한 개 파손'),
      (2, 'shipped', 1, 1, '{}', '오배송')) as old (id, stage, wanted, sent, kinds, note)`;
  await pool`
    insert into shipment_lines (mall_id, shipment_id, order_id, order_line_id, qty, amount,
      composition_id, home_shipment_id)
    select 1, shipment, 1, line, qty, 0, composition, shipment
    from (values (1, 1, 1, null), (1, 2, 1, null), (1, 3, 1, 9), (1, 4, 0, null), (2, 5, 1, null))
      as old (shipment, line, qty, composition)`;
}

/** Of Coupang, under a page on which goods of two products stand; and of a market that counts lines. */
async function insertOldMatches(): Promise<void> {
  await pool`
    insert into channels (mall_id, id, marketplace, account, name, priority)
    values (1, 8, 'coupang', 'one', 'one', 1), (1, 9, '11st', 'one', 'one', 2)`;
  await pool`
    insert into matches (mall_id, channel_id, product_key, option_key, product_code, product_name,
      option, composition_id, rule, matched_at)
    select 1, channel, '500600', 'l', '500600', '셔츠', 'L', 9, 110, '2026-11-01'
    from unnest(array[8, 9]) as channel`;
  await pool`
    insert into order_lines (mall_id, order_id, channel_id, line_key, channel_unit_no, recipient_id,
      product_code, product_name, option, product_key, option_key, seller_option_code,
      seller_product_code, qty, unit_price, amount, channel_state, raw_state, state_read_at)
    select 1, 1, channel, key, '', 1, '500600', name, 'L', '500600', 'l', '', '', 1, 0, 0,
      'acknowledged', '', '2026-11-01'
    from (values (8, '31000-70011112222', '셔츠'), (8, '31001-70011112222', '셔츠'),
      (8, '31001-70011113333', '바지'), (8, '31002-1', '셔츠'), (9, '32000-70011114444', '셔츠')
    ) as old (channel, key, name)`;
}

/** One parcel with a line in won and one in dollars, another in won alone. */
async function insertOldPrices(): Promise<void> {
  await pool`
    insert into shipments (mall_id, id, stage, recipient_id, base_order_id, channel_id, freight_term,
      wanted_qty, amount, ordered_at, paid_at)
    select 1, id, 'cancelled', 1, 1, 9, 'prepaid', 1, amount, '2026-11-01', '2026-11-01'
    from (values (3, 12500), (4, 10000)) as old (id, amount)`;
  await pool`
    insert into order_lines (mall_id, id, order_id, channel_id, line_key, channel_unit_no, recipient_id,
      product_code, product_name, option, product_key, option_key, seller_option_code,
      seller_product_code, qty, unit_price, amount, currency, channel_state, raw_state, state_read_at)
    select 1, id, 1, 9, id::text, '', 1, '1', '셔츠', 'L', '1', 'l', '', '', 1, price, price, currency,
      'acknowledged', '', '2026-11-01'
    from (values (101, 10000, 'KRW'), (102, 2500, 'USD'), (103, 10000, 'KRW'))
      as old (id, price, currency)`;
  await pool`
    insert into shipment_lines (mall_id, shipment_id, order_id, order_line_id, qty, amount,
      home_shipment_id)
    select 1, shipment, 1, line, 1, amount, shipment
    from (values (3, 101, 10000), (3, 102, 2500), (4, 103, 10000)) as old (shipment, line, amount)`;
}

it('a parcel counts its goods in won alone', async () => {
  const parcels = await pool`
    select shipment.amount::int as amount, array_agg(line.amount::int order by line.id) as lines
    from shipments shipment
    join shipment_lines line on line.shipment_id = shipment.id
    where shipment.id in (3, 4) group by shipment.id, shipment.amount order by shipment.id`;
  expect([...parcels]).toEqual([
    { amount: 10_000, lines: [10_000, 0] },
    { amount: 10_000, lines: [10_000] },
  ]);
});

it('what Coupang’s goods mean is known by their 옵션ID, of those that were matched by their name', async () => {
  const known = await pool`
    select channel_id::int as channel, product_key as key, composition_id::int as composition
    from matches order by channel_id, product_key`;
  expect([...known]).toEqual([
    { channel: 8, key: '500600', composition: 9 },
    { channel: 8, key: '70011112222', composition: 9 },
    { channel: 9, key: '500600', composition: 9 },
  ]);
});

it('lines to match are counted on the open shipments that stood before', async () => {
  const shipments = await pool`select id::int, unmatched_lines as lines from shipments
    where id in (1, 2) order by id`;
  expect([...shipments]).toEqual([
    { id: 1, lines: 2 },
    { id: 2, lines: 0 },
  ]);
});

it('what was said of a hold stays with the reason that came last with words', async () => {
  const shipments =
    await pool`select hold_notes as notes from shipments where id in (1, 2) order by id`;
  expect([...shipments]).toEqual([
    { notes: { short: '한 개 파손' } },
    { notes: { resent: '오배송' } },
  ]);
});

it('what channels were told of cancels before answers were rows of work is kept', async () => {
  const kept = await pool`
    select claim_no, verb, state, asked_at is not null as "isHeard", answer_message as message,
      requested_by::int as "requestedBy", finished_at is not null as "isOver"
    from claim_answers order by claim_no`;
  const claims = await pool`select count(*)::int as count from claims`;
  const answer = { verb: 'approve_cancel', isHeard: true, message: '', requestedBy: null };
  expect([...kept]).toEqual([
    { ...answer, claim_no: 'C1', state: 'done', requestedBy: 5, isOver: true },
    { ...answer, claim_no: 'C2', state: 'queued', isOver: false },
    { ...answer, claim_no: 'C3', state: 'failed', message: '이미 발송되었습니다.', isOver: true },
    { ...answer, claim_no: 'C4', state: 'unknown', isOver: true },
  ]);
  expect([...claims]).toEqual([{ count: 6 }]);
});
