import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { oneRow, rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { type ClaimFilter, claimList } from '@/lib/claims/screen';
import { type Ctx, inMall } from '@/lib/context';
import { searchEverywhere } from '@/lib/orders/search';
import { pageRequest } from '@/lib/paging';
import { editRecipient } from '@/lib/shipments/address/edit-recipient';
import { intakeClaims } from '@/lib/shipments/claims/intake-claims';
import {
  collectedLine,
  collectedOrder,
  invoiceEverything,
} from '@/lib/shipments/intake/testing-intake';
import { refreshShipments } from '@/lib/shipments/parcels/refresh';
import { resend } from '@/lib/shipments/parcels/resend';
import { setAllocation } from '@/lib/shipments/stock';
import { shipShipments } from '@/lib/shipping/ship';
import { invoicedParcels } from '@/lib/shipping/testing-parcels';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it('finds a claim and its order by the parcel in which the goods were sent once more', async () => {
  const { ctx, channelId, ids } = await invoicedParcels([
    collectedOrder('A-1', [collectedLine('A-1:1')]),
  ]);
  await shipShipments(ctx, ids);
  const { shipmentId, waybillNo } = await sentAgain(ctx, ids[0] ?? 0);
  const told = { claimNo: 'R-1', orderNo: 'A-1', lineKey: 'A-1:1', kind: 'return' as const };
  const claim = {
    quantity: 1,
    reason: '',
    requestedAt: ctx.now,
    raw: {},
    state: 'requested' as const,
  };
  await inMall(ctx, (tx) => intakeClaims(tx, ctx, channelId, [{ ...told, ...claim }]));
  const found = async (kind: ClaimFilter['kind'], word: string) => {
    const filter: ClaimFilter = {
      ...{ queue: 'return', state: null, period: null, channelIds: [] },
      ...{ kind, word },
    };
    const { rows } = await claimList(ctx, filter, pageRequest(undefined, 20));
    return rows.map(({ orderNo }) => orderNo);
  };
  expect(await found('waybillNo', waybillNo)).toEqual(['A-1']);
  expect(await found('shipmentId', String(shipmentId))).toEqual(['A-1']);
  expect(await found('name', '새수령')).toEqual(['A-1']);
  expect((await searchEverywhere(ctx, waybillNo)).orders).toMatchObject([
    { orderNo: 'A-1', stage: 'invoiced', waybillNo },
  ]);
});

/** To somebody else, with a number of its own. */
async function sentAgain(ctx: Ctx, sourceId: number) {
  const parts = await partsOf(ctx, sourceId);
  const lines = parts.map(({ lineId }) => ({ lineId, qty: 1 }));
  const { shipmentId, orderId } = await resend(ctx, {
    shipmentId: sourceId,
    lines,
    reason: '누락',
  });
  const address = {
    postcode: '48058',
    address1: '부산광역시 해운대구 센텀중앙로 79',
    address2: '1501호',
  };
  const recipient = { name: '새수령', phone: '', mobile: '010-1111-2222', note: '', ...address };
  await editRecipient(ctx, { orderId, shipmentId, recipient });
  await inMall(ctx, async (tx) => {
    const again = await partsOf(ctx, shipmentId);
    await setAllocation(
      tx,
      ctx,
      again.map(({ lineId }) => ({ lineId, allocatedQty: 1 })),
    );
    await refreshShipments(tx, ctx, [shipmentId]);
  });
  await invoiceEverything(ctx);
  const { waybillNo } = await inMall(ctx, (tx) =>
    oneRow<{ waybillNo: string }>(
      tx,
      sql`select waybill_no as "waybillNo" from shipments
        where mall_id = ${ctx.mallId} and id = ${shipmentId}`,
    ),
  );
  return { shipmentId, waybillNo };
}

const partsOf = (ctx: Ctx, shipmentId: number) =>
  inMall(ctx, (tx) =>
    rows<{ lineId: number }>(
      tx,
      sql`select id as "lineId" from shipment_lines
        where mall_id = ${ctx.mallId} and shipment_id = ${shipmentId}`,
    ),
  );
