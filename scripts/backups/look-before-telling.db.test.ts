import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { lookBeforeTelling } from './look-before-telling';

let database: TestDatabase;
let pool: postgres.Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = postgres(database.ownerUrl, {
    max: 1,
    onnotice: () => {},
    connection: { session_replication_role: 'replica' },
  });
  await pool`
    insert into pushes (mall_id, id, shipment_id, channel_id, order_id, channel_unit_no, state,
      courier, waybill_no, due_at, created_at)
    select 1, id, 1, 1, id, 'unit', state, 'cj', '600000000011', due_at::timestamptz, now()
    from (values (1, 'waiting', '2020-01-01'), (2, 'waiting', '2999-01-01'), (3, 'failed', '2020-01-01'),
      (4, 'done', '2020-01-01')) as push (id, state, due_at)`;
  await pool`
    insert into claim_answers (mall_id, channel_id, claim_no, verb, state, due_at, created_at)
    select 1, 1, state, 'approve_cancel', state, now(), now()
    from unnest(array['queued', 'withdrawn']) as state`;
  await pool`
    insert into seller_notices (mall_id, kind, channel_id, order_line_id, reason, way, state, due_at,
      created_at)
    select 1, 'sold_out', 1, 1, 'stock', 'api', state, now(), now()
    from unnest(array['queued', 'by_hand']) as state`;
  await pool`
    insert into acknowledgement_lines (mall_id, acknowledgement_id, order_line_id, outcome)
    values (1, 1, 1, null), (1, 1, 2, 'accepted')`;
  await pool`
    insert into courier_bookings (mall_id, courier_account_id, shipment_id, content_hash, state, due_at)
    values (1, 1, 1, '', 'issued', now())`;
  await pool.begin(lookBeforeTelling);
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

it('a push that waits is read back before it is sent, not earlier than it was due', async () => {
  const pushes = await pool`
    select state, leased_until <= now() as "isDue" from pushes order by id`;
  expect([...pushes]).toEqual([
    { state: 'sending', isDue: true },
    { state: 'sending', isDue: false },
    { state: 'failed', isDue: null },
    { state: 'done', isDue: null },
  ]);
});

it('what is asked of a marketplace counts as heard', async () => {
  const asked = await pool`
    select state as what from claim_answers where asked_at is not null
    union all select way from seller_notices where asked_at is not null
    union all select coalesce(outcome, 'open') from acknowledgement_lines where asked_at is not null`;
  expect(asked.map(({ what }) => what)).toEqual(['queued', 'api', 'open']);
});

it('a courier never meets the id of a booking a second time', async () => {
  const [next] = await pool`select nextval('courier_bookings_id_seq')::int as id`;
  expect(next?.id).toBeGreaterThan(1_000_000);
});
