import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { oneRow, rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeVariants } from '@/db/testing-data';
import { allocateThese } from '@/lib/allocation/allocate';
import type { ClaimKind } from '@/lib/channels/claim';
import { claimDetail } from '@/lib/claims/detail';
import { receiveGoods } from '@/lib/claims/receive-goods';
import { type Ctx, inMall } from '@/lib/context';
import { intakeClaims } from '@/lib/shipments/claims/intake-claims';
import {
  collectedLine,
  collectedOrder,
  invoiceEverything,
} from '@/lib/shipments/intake/testing-intake';
import { mismatches } from '@/lib/shipping/decisions/mismatches';
import { repairMismatches } from '@/lib/shipping/decisions/repair-mismatches';
import { shipShipments } from '@/lib/shipping/ship';
import { allocatedParcels } from '@/lib/shipping/testing-parcels';
import { acceptExchange, decideClaims } from './decide-claim';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const HAT = [{ variantCode: 'HAT', quantity: 1 }];
const later = (ctx: Ctx, minutes: number) => ({
  ...ctx,
  now: new Date(ctx.now.getTime() + minutes * 60_000),
});

it('puts what was sent in exchange on its own shelf when it comes back in turn', async () => {
  const { ctx, claim, send } = await sold(1);
  await send();
  const exchange = await claim('exchange');
  const { shipmentId } = await acceptExchange(ctx, { claimId: exchange, items: HAT });
  await allocateThese(ctx, [shipmentId ?? 0]);
  await invoiceEverything(ctx);
  await shipShipments(later(ctx, 1), [shipmentId ?? 0]);
  expect((await claimDetail(ctx, exchange))?.shipments).toMatchObject([
    { contents: [{ goods: ['V1 상품 V1 × 1'] }] },
    { id: shipmentId, stage: 'shipped', contents: [{ goods: ['HAT 상품 HAT × 1'] }] },
  ]);
  const back = await claim('return');
  await decideClaims(ctx, [back], 'accept');
  const none = { goodQty: 1, defectiveQty: 0, note: '' };
  await receiveGoods(ctx, { claimId: exchange, ...none });
  await receiveGoods(ctx, { claimId: back, ...none });
  expect(await onHand(ctx)).toEqual({ V1: 100, HAT: 5 });
});

it('asks which of them came back where a line was sent as several goods', async () => {
  const { ctx, claim, send } = await sold(3);
  await acceptExchange(ctx, { claimId: await claim('exchange'), items: HAT });
  await send();
  const back = await claim('return');
  await decideClaims(ctx, [back], 'accept');
  const returned = (await claimDetail(ctx, back))?.returned ?? [];
  expect(returned.map(({ goods }) => goods).sort()).toEqual([
    ['HAT 상품 HAT × 1'],
    ['V1 상품 V1 × 1'],
  ]);
  const shirt = returned.find(({ goods }) => goods[0]?.startsWith('V1'));
  const receipt = { claimId: back, goodQty: 1, defectiveQty: 0, note: '' };
  await receiveGoods(ctx, { ...receipt, compositionId: shirt?.compositionId ?? 0 });
  expect(await onHand(ctx)).toEqual({ V1: 99, HAT: 4 });
  await expect(receiveGoods(ctx, { ...receipt, compositionId: 0 })).rejects.toThrow();
});

it('offers to bring back no parcel whose goods came in, though its channel cancelled it', async () => {
  const { ctx, claim, send, ids } = await sold(1);
  await send();
  await inMall(ctx, (tx) =>
    tx.execute(sql`update order_lines set channel_state = 'cancelled'
      where mall_id = ${ctx.mallId}`),
  );
  expect(await differing(ctx)).toMatchObject([{ repair: 'unship', why: 'unship' }]);
  const back = await claim('return');
  await decideClaims(ctx, [back], 'accept');
  await receiveGoods(ctx, { claimId: back, goodQty: 1, defectiveQty: 0, note: '' });
  expect(await differing(ctx)).toMatchObject([{ id: ids[0], repair: null, why: 'received' }]);
  await expect(repairMismatches(ctx, ids)).rejects.toThrow('nothingToRepair');
  expect(await onHand(ctx)).toEqual({ V1: 100, HAT: 5 });
});

async function differing(ctx: Ctx) {
  const period = { from: new Date('2020-01-01'), until: new Date('2030-01-01') };
  return (await mismatches(ctx, period, { at: 'first', size: 20 })).rows;
}

/** One line of so many shirts, with ways to send it and to claim one of them. */
async function sold(quantity: number) {
  const order = collectedOrder('A-1', [collectedLine('A-1:1', { quantity })]);
  const { ctx, channelId, ids } = await allocatedParcels([order]);
  await makeVariants(ctx, [{ code: 'HAT', onHand: 5 }]);
  const claim = async (kind: ClaimKind): Promise<number> => {
    const said = { claimNo: kind, orderNo: 'A-1', lineKey: 'A-1:1', kind, quantity: 1 };
    const told = { state: 'requested' as const, reason: '', requestedAt: ctx.now, raw: {} };
    await inMall(ctx, (tx) => intakeClaims(tx, ctx, channelId, [{ ...said, ...told }]));
    const { id } = await inMall(ctx, (tx) =>
      oneRow<{ id: number }>(
        tx,
        sql`select id from claims where mall_id = ${ctx.mallId} and claim_no = ${kind}`,
      ),
    );
    return id;
  };
  const send = async () => {
    await invoiceEverything(ctx);
    await shipShipments(ctx, ids);
  };
  return { ctx, claim, send, ids };
}

async function onHand(ctx: Ctx): Promise<Record<string, number>> {
  const found = await inMall(ctx, (tx) =>
    rows<{ code: string; qty: number }>(
      tx,
      sql`
      select variant.variant_code as code, stock.on_hand as qty from stock
      join variants variant on variant.mall_id = stock.mall_id and variant.id = stock.variant_id
      where stock.mall_id = ${ctx.mallId}`,
    ),
  );
  return Object.fromEntries(found.map(({ code, qty }) => [code, qty]));
}
