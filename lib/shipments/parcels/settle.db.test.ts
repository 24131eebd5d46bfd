import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeVariants } from '@/db/testing-data';
import type { Recipient } from '@/lib/channels/collected';
import { type Ctx, inMall } from '@/lib/context';
import { settleAddress } from '../address/settle-address';
import { releaseHold } from '../holds/release-hold';
import {
  allocateEverything,
  bundleEverything,
  collectedLine,
  collectedOrder,
  invoiceEverything,
  READ_AT,
  seeShipments,
  seeStock,
  takeIn,
} from '../intake/testing-intake';
import { pastRuns } from '../runs/run-history';
import { closeHeld } from './close-held';
import { reopenHeld } from './reopen-held';

const home = collectedLine('x').recipient;
const office = { ...home, address1: '서울특별시 중구 세종대로 110', address2: '7층' };
const farm = { ...home, address1: '강원특별자치도 평창군 대관령면 1', address2: '' };

let database: TestDatabase;
let ctx: Ctx;
let channelId: number;
let compositionId: number;
let variantId: number;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  ctx = await makeMall();
  channelId = await makeChannel(ctx);
  const { SHIRT } = await makeVariants(ctx, [{ code: 'SHIRT', onHand: 100 }]);
  [compositionId, variantId] = [SHIRT.compositionId, SHIRT.variantId];
});

describe('an address that changed after the label was printed', () => {
  it('goes to the new place with a new label, and is not held again', async () => {
    const shipmentId = await heldShipment();
    await change(sql`update waybills set source = 'range' where mall_id = ${ctx.mallId}`);
    await change(sql`update shipments set printed_count = 2 where mall_id = ${ctx.mallId}`);
    await settleAddress(ctx, { shipmentIds: [shipmentId], choice: 'apply' });
    const settled = { address1: office.address1, holdKinds: ['relabel'], stage: 'invoiced' };
    expect(await seeShipments(ctx)).toMatchObject([settled]);
    expect(await printedCounts()).toEqual([0]);
    await report('1', office, 2);
    expect(await seeShipments(ctx)).toMatchObject([settled]);
  });

  it('keeps the old place where a person says so, until the channel reports another one', async () => {
    const shipmentId = await heldShipment();
    await settleAddress(ctx, { shipmentIds: [shipmentId], choice: 'keep' });
    await report('1', office, 2);
    expect(await seeShipments(ctx)).toMatchObject([{ address1: home.address1, holdKinds: [] }]);
    await report('1', farm, 3);
    expect(await seeShipments(ctx)).toMatchObject([
      { address1: home.address1, holdKinds: ['address_changed'] },
    ]);
  });

  it('needs another number where the courier knows the old place', async () => {
    const shipmentId = await heldShipment();
    await expect(
      settleAddress(ctx, { shipmentIds: [shipmentId], choice: 'apply' }),
    ).rejects.toMatchObject({
      messageKey: 'collect.errors.addressNumbered',
    });
    await change(sql`update shipments set requested_export_id = 1 where mall_id = ${ctx.mallId}`);
    await expect(
      settleAddress(ctx, { shipmentIds: [shipmentId], choice: 'apply' }),
    ).rejects.toMatchObject({
      messageKey: 'collect.errors.addressRequested',
    });
    expect(await seeShipments(ctx)).toMatchObject([
      { address1: home.address1, holdKinds: ['address_changed'] },
    ]);
  });

  it('is not guessed for a bundle whose orders now go apart', async () => {
    await report('1', home);
    await report('2', home);
    await bundleEverything(ctx);
    await allocateEverything(ctx, compositionId);
    await invoiceEverything(ctx);
    await change(sql`update waybills set source = 'range' where mall_id = ${ctx.mallId}`);
    await report('1', office, 1);
    const [bundle] = await seeShipments(ctx);
    const asked = { shipmentIds: [bundle?.id ?? 0], choice: 'apply' } as const;
    await expect(settleAddress(ctx, asked)).rejects.toMatchObject({
      messageKey: 'collect.errors.addressBundled',
    });
    await report('2', office, 2);
    await settleAddress(ctx, asked);
    expect((await seeShipments(ctx))[0]).toMatchObject({
      address1: office.address1,
      holdKinds: [],
    });
  });

  it('is decided of many at once; what cannot go there stays', async () => {
    await report('1', home);
    await report('2', home);
    await allocateEverything(ctx, compositionId);
    await invoiceEverything(ctx);
    await report('1', office, 1);
    await report('2', office, 1);
    const [own = 0, given = 0] = (await seeShipments(ctx)).map(({ id }) => id);
    await change(sql`update waybills set source = 'range'
      where mall_id = ${ctx.mallId} and shipment_id = ${own}`);
    const asked = { shipmentIds: [own, given], choice: 'apply' } as const;
    expect(await settleAddress(ctx, asked)).toEqual({
      ...{ decided: 1, kept: 1, requested: 0, numbered: 1, bundled: 0 },
    });
    expect(await seeShipments(ctx)).toMatchObject([
      { address1: office.address1, holdKinds: [] },
      { address1: home.address1, holdKinds: ['address_changed'] },
    ]);
  });

  it('is decided once, and only in its own mall', async () => {
    const shipmentId = await heldShipment();
    const neighbour = await makeMall('이웃상회');
    const keep = (who: Ctx) => settleAddress(who, { shipmentIds: [shipmentId], choice: 'keep' });
    await expect(keep(neighbour)).rejects.toMatchObject({ messageKey: 'errors.notFound' });
    const outcomes = await Promise.allSettled([keep(ctx), keep(ctx)]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

it('lets a suspected duplicate go on, but not past its other holds', async () => {
  const other = await makeChannel(ctx, { account: 'second' });
  await takeIn(ctx, other, [collectedOrder('1')]);
  await report('1', { ...home, address1: '', address2: '' });
  const held = (await seeShipments(ctx)).find((shipment) => shipment.holdKinds.length > 0);
  expect(held?.holdKinds.toSorted()).toEqual(['duplicate', 'no_address']);
  const asked = { shipmentIds: [held?.id ?? 0, 0], kind: 'duplicate' } as const;
  expect(await releaseHold(ctx, asked)).toEqual({ released: 1, kept: 1 });
  expect((await seeShipments(ctx)).flatMap((shipment) => shipment.holdKinds)).toEqual([
    'no_address',
  ]);
  await expect(releaseHold(ctx, asked)).rejects.toMatchObject({ messageKey: 'errors.notFound' });
});

describe('what the channel has shipped already', () => {
  it('becomes history: its stock is free, nothing is sent, and an undo holds it again', async () => {
    await takeIn(ctx, channelId, [orderOf('1'), orderOf('2')]);
    await allocateEverything(ctx, compositionId);
    await shippedThere(['1']);
    const [held, other] = await seeShipments(ctx);
    expect(held).toMatchObject({ stage: 'allocated', holdKinds: ['shipped_by_channel'] });
    const asked = {
      shipmentIds: [held?.id ?? 0, other?.id ?? 0],
      kind: 'shipped_by_channel',
    } as const;
    expect(await closeHeld(ctx, asked)).toEqual({ closed: 1, numbered: 0, mixed: 0 });
    expect(await seeShipments(ctx)).toMatchObject([
      { stage: 'shipped', holdKinds: [] },
      { stage: 'allocated' },
    ]);
    expect(await seeStock(ctx, variantId)).toBe(1);
    await expect(closeHeld(ctx, asked)).rejects.toMatchObject({ messageKey: 'errors.notFound' });
    await shippedThere(['1'], 2);
    expect((await seeShipments(ctx))[0]).toMatchObject({ stage: 'shipped', holdKinds: [] });

    const [run] = await pastRuns(ctx, 'settle');
    expect(await reopenHeld(ctx, run?.id ?? 0)).toEqual({ restored: 1, kept: 0 });
    expect(await seeShipments(ctx)).toMatchObject([
      { stage: 'ready', allocatedQty: 0, holdKinds: ['shipped_by_channel'] },
      { stage: 'allocated' },
    ]);
  });

  it('stays where it has a number, or where goods lie beside it that have not left', async () => {
    await takeIn(ctx, channelId, [orderOf('1'), orderOf('2')]);
    await bundleEverything(ctx);
    await shippedThere(['1']);
    const [bundle] = await seeShipments(ctx);
    const asked = { shipmentIds: [bundle?.id ?? 0], kind: 'shipped_by_channel' } as const;
    expect(await closeHeld(ctx, asked)).toEqual({ closed: 0, numbered: 0, mixed: 1 });
    await allocateEverything(ctx, compositionId);
    await invoiceEverything(ctx);
    expect(await closeHeld(ctx, asked)).toEqual({ closed: 0, numbered: 1, mixed: 0 });
  });
});

describe('a duplicate', () => {
  it('is cancelled here alone, its stock free, and comes back whole by the undo', async () => {
    const other = await makeChannel(ctx, { account: 'second' });
    await takeIn(ctx, other, [orderOf('1')]);
    await takeIn(ctx, channelId, [orderOf('1')]);
    await allocateEverything(ctx, compositionId);
    const held = (await seeShipments(ctx)).find(({ holdKinds }) => holdKinds.length > 0);
    const asked = { shipmentIds: [held?.id ?? 0], kind: 'duplicate' } as const;
    const neighbour = await makeMall('이웃상회');
    await expect(closeHeld(neighbour, asked)).rejects.toMatchObject({
      messageKey: 'errors.notFound',
    });
    const outcomes = await Promise.allSettled([closeHeld(ctx, asked), closeHeld(ctx, asked)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const copyNow = async () => (await seeShipments(ctx)).find(({ id }) => id === held?.id);
    expect(await copyNow()).toMatchObject({ stage: 'cancelled', wantedQty: 0, holdKinds: [] });
    expect(await seeStock(ctx, variantId)).toBe(1);
    await takeIn(ctx, channelId, [orderOf('1')], at(2));
    expect(await copyNow()).toMatchObject({ stage: 'cancelled' });

    const [run] = await pastRuns(ctx, 'settle');
    await reopenHeld(ctx, run?.id ?? 0);
    expect(await copyNow()).toMatchObject({
      stage: 'ready',
      wantedQty: 1,
      holdKinds: ['duplicate'],
    });
  });
});

const orderOf = (orderNo: string, state: 'acknowledged' | 'shipping' = 'acknowledged') =>
  collectedOrder(orderNo, [collectedLine(`${orderNo}:1`, { state })]);
const at = (minutes: number) => ({ readAt: new Date(READ_AT.getTime() + minutes * 60_000) });

function shippedThere(orderNos: string[], minutes = 1) {
  return takeIn(
    ctx,
    channelId,
    orderNos.map((orderNo) => orderOf(orderNo, 'shipping')),
    at(minutes),
  );
}

/** Invoiced for home, then reported to go to the office. */
async function heldShipment(): Promise<number> {
  await report('1', home);
  await allocateEverything(ctx, compositionId);
  await invoiceEverything(ctx);
  await report('1', office, 1);
  const [shipment] = await seeShipments(ctx);
  expect(shipment?.holdKinds).toEqual(['address_changed']);
  return shipment?.id ?? 0;
}

function report(orderNo: string, recipient: Recipient, minute = 0) {
  const order = collectedOrder(orderNo, [collectedLine(`${orderNo}:1`, { recipient })]);
  const readAt = new Date(READ_AT.getTime() + minute * 60_000);
  return takeIn(ctx, channelId, [order], { readAt });
}

function change(statement: ReturnType<typeof sql>) {
  return inMall(ctx, (tx) => tx.execute(statement));
}

async function printedCounts(): Promise<number[]> {
  const found = await change(
    sql`select printed_count as count from shipments where mall_id = ${ctx.mallId}`,
  );
  return [...found].map((row) => Number(row.count));
}
