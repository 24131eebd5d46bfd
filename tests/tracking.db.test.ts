import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { checkInvariants } from '@/db/invariants';
import { oneRow, rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { type Ctx, inMall } from '@/lib/context';
import { addCourierAccount } from '@/lib/invoicing/accounts/save-courier-account';
import { numberShipments } from '@/lib/invoicing/numbers/number-shipments';
import { takeWork } from '@/lib/leases/lease';
import { practiceCj } from '@/lib/practice/cj/contract';
import { type PracticeControl, practiceControl } from '@/lib/practice/control';
import { unlimited } from '@/lib/practice/practice';
import { type PracticeServer, startPracticeServer } from '@/lib/practice/server';
import { practiceTracking } from '@/lib/practice/tracking/app';
import { seal } from '@/lib/secret-box';
import { collectedOrder, seeShipments } from '@/lib/shipments/intake/testing-intake';
import { shipShipments } from '@/lib/shipping/ship';
import { allocatedParcels, invoicedParcels } from '@/lib/shipping/testing-parcels';
import { trackingWork, trackRound } from '@/lib/shipping/tracking/track-round';
import { unshipShipments } from '@/lib/shipping/unship';

const encryptionKey = randomBytes(32).toString('base64');
const MINUTE_MS = 60_000;

let database: TestDatabase;
let server: PracticeServer;
let control: PracticeControl;
const START = new Date('2026-03-02T01:00:00Z');
let now = START;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await startPracticeServer({
    databaseUrl: database.ownerUrl,
    controlToken: 'test-control',
    clock: () => now,
    random: () => 0.5,
    limits: unlimited,
  });
  control = practiceControl({ url: server.url, token: 'test-control' });
});
beforeEach(() => {
  now = START;
});
afterEach(async () => {
  await control.clearFaults();
  await checkInvariants();
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

it('follows parcels until the courier has delivered them, and then rests', async () => {
  const { ctx, ids } = await shippedParcels(['A-1', 'A-2']);
  expect(await goRound(ctx)).toBe(false);
  pass(10);
  expect(await goRound(ctx)).toBe(true);
  expect(await stagesOf(ctx)).toEqual(['shipped', 'shipped']);
  expect(await goRound(ctx)).toBe(false);
  pass(30);
  await unshipShipments(at(ctx), ids.slice(1));
  expect(await goRound(ctx)).toBe(true);
  expect(await stagesOf(ctx)).toEqual(['delivered', 'invoiced']);
  expect(await deliveredAt(ctx, ids[0] ?? 0)).toBe('2026-03-02T01:20:00.000Z');
  expect(await roundOf(ctx)).toMatchObject({ state: 'resting', error: null, delivered: 1 });
  pass(60);
  expect(await goRound(ctx)).toBe(false);
  await shipShipments(at(ctx), ids.slice(1));
  expect(await roundOf(ctx)).toMatchObject({ state: 'queued' });
});

it('says why a round failed, and comes back soon', async () => {
  const { ctx } = await shippedParcels(['A-1']);
  await control.addFault({ marketplace: 'tracking', fault: 'http500', times: 1 });
  pass(10);
  expect(await goRound(ctx)).toBe(true);
  expect(await roundOf(ctx)).toMatchObject({ state: 'queued', error: 'HTTP 500' });
  pass(1);
  expect(await goRound(ctx)).toBe(true);
  expect(await roundOf(ctx)).toMatchObject({ error: null });
});

it('asks nobody where a mall has no tracking service', async () => {
  const { ctx, ids } = await invoicedParcels([collectedOrder('A-1')]);
  await shipShipments(at(ctx), ids);
  expect(await roundOf(ctx)).toBeUndefined();
});

it('says that the key is wrong', async () => {
  const { ctx } = await shippedParcels(['A-1'], 'another-key');
  pass(10);
  await goRound(ctx);
  expect(await roundOf(ctx)).toMatchObject({ error: expect.stringContaining('API KEY') });
});

it('asks CJ대한통운 by its own contract, without any service', async () => {
  const { ctx, ids } = await allocatedParcels([collectedOrder('A-1'), collectedOrder('A-2')]);
  await inMall(ctx, (tx) =>
    tx.execute(sql`update mall_settings set is_practice = true where mall_id = ${ctx.mallId}`),
  );
  const numbering = { encryptionKey, clock: () => now, fetch };
  const courierAccountId = await addCourierAccount(ctx, cjContract(), { encryptionKey });
  await numberShipments(at(ctx), { shipmentIds: ids, courierAccountId }, numbering);
  await shipShipments(at(ctx), ids);
  pass(10);
  await goRound(ctx);
  expect(await stagesOf(ctx)).toEqual(['shipped', 'shipped']);
  pass(30);
  await goRound(ctx);
  expect(await stagesOf(ctx)).toEqual(['delivered', 'delivered']);
  expect(await deliveredAt(ctx, ids[0] ?? 0)).toBe('2026-03-02T01:20:00.000Z');
});

const cjContract = () => ({
  name: 'CJ',
  courier: 'cj' as const,
  contractCode: practiceCj.customerId,
  senderName: '모아상회',
  senderPhone: '02-777-1234',
  senderAddress: '경기도 이천시 마장면 물류로 12',
  labelSize: '100x150' as const,
  numbersFrom: 'api' as const,
  apiBaseUrl: server.url + practiceCj.path,
  apiKey: practiceCj.businessNo,
});

async function shippedParcels(orderNos: string[], apiKey: string = practiceTracking.apiKey) {
  const parcels = await invoicedParcels(orderNos.map((orderNo) => collectedOrder(orderNo)));
  const { ctx } = parcels;
  const place = { mallId: ctx.mallId, table: 'tracking_services', row: 0 };
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      insert into tracking_services (mall_id, base_url, key_ciphertext, updated_at)
      values (${ctx.mallId}, ${server.url + practiceTracking.path},
        ${seal(encryptionKey, place, apiKey)}, ${now.toISOString()})`),
  );
  await shipShipments(at(ctx), parcels.ids);
  return parcels;
}

async function goRound(ctx: Ctx): Promise<boolean> {
  const lease = await takeWork(at(ctx), trackingWork);
  if (!lease) return false;
  const { signal } = new AbortController();
  await trackRound(at(ctx), lease, { encryptionKey, fetch, clock: () => now, signal });
  return true;
}

const at = (ctx: Ctx): Ctx => ({ ...ctx, now });

function pass(minutes: number) {
  now = new Date(now.getTime() + minutes * MINUTE_MS);
}

async function stagesOf(ctx: Ctx): Promise<string[]> {
  return (await seeShipments(ctx)).map(({ stage }) => stage);
}

async function deliveredAt(ctx: Ctx, id: number): Promise<string> {
  const { at } = await inMall(ctx, (tx) =>
    oneRow<{ at: string }>(
      tx,
      sql`select delivered_at as at from shipments where mall_id = ${ctx.mallId} and id = ${id}`,
    ),
  );
  return new Date(at).toISOString();
}

async function roundOf(ctx: Ctx) {
  const [round] = await inMall(ctx, (tx) =>
    rows<{ state: string; error: string | null; delivered: number }>(
      tx,
      sql`
      select state, error, delivered_count as delivered from tracking_rounds
      where mall_id = ${ctx.mallId}`,
    ),
  );
  return round;
}
