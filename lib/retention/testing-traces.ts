import { sql } from 'drizzle-orm';
import { oneRow } from '@/db/rows';
import { makeChannel, makeVariants } from '@/db/testing-data';
import type { CollectedOrder } from '@/lib/channels/collected';
import { keepQuarantine } from '@/lib/collection/quarantine';
import { type Ctx, inMall } from '@/lib/context';
import { reportShortage } from '@/lib/flows/report-shortage';
import { askBookings } from '@/lib/invoicing/bookings/bookings';
import { readContents } from '@/lib/invoicing/contents';
import { loadShipments } from '@/lib/invoicing/load/load';
import { makeAccount } from '@/lib/invoicing/testing-invoices';
import { notify } from '@/lib/notifications/notify';
import { addMemo, memoKinds } from '@/lib/orders/memos';
import { register, templateFile, upload } from '@/lib/registration/testing-uploads';
import { intakeClaims } from '@/lib/shipments/claims/intake-claims';
import { holdByHand, liftByHand } from '@/lib/shipments/holds/operator-hold';
import {
  allocateEverything,
  collectedLine,
  collectedOrder,
  invoiceEverything,
  seeShipments,
  takeIn,
} from '@/lib/shipments/intake/testing-intake';
import { shipShipments } from '@/lib/shipping/ship';

/** A person whom tests look for afterwards, in every table and in every answer. */
export const PHONE = '010-7531-9246';
export const NAME = '구슬이슬';
export const ADDRESS = '달빛로 91357';
export const traces = [PHONE, PHONE.replaceAll('-', ''), NAME, ADDRESS];

export function tracedOrder(
  orderNo: string,
  state: 'acknowledged' | 'shipping' | 'delivered' = 'acknowledged',
): CollectedOrder {
  const line = collectedLine(`${orderNo}:1`, { state });
  const recipient = { ...line.recipient, name: NAME, mobile: PHONE, address1: ADDRESS };
  return {
    ...collectedOrder(orderNo, [{ ...line, recipient }]),
    orderer: { name: NAME, phone: '', mobile: PHONE },
    raw: { receiver: { name: NAME, tel: PHONE, addr: ADDRESS } },
  };
}

/** An order through everything that keeps a copy of people: its way, and the accidents beside it. */
export async function leaveTraces(ctx: Ctx, channelId: number): Promise<void> {
  const { V1 } = await makeVariants(ctx, [{ code: 'V1', onHand: 100 }]);
  await takeIn(ctx, channelId, [tracedOrder('A-1')]);
  const moved = tracedOrder('A-1');
  const [line] = moved.lines;
  if (line) line.recipient.address2 = '새 주소 5호';
  await takeIn(ctx, channelId, [moved], { readAt: new Date(ctx.now.getTime() + 1000) });
  const file = await templateFile([
    { orderNo: 'S-1', recipientName: NAME, recipientMobile: PHONE, address1: ADDRESS },
  ]);
  await register(ctx, await upload(ctx, await makeChannel(ctx, { account: 'sheet' }), file));
  await upload(ctx, channelId, { ...file, name: '아직 등록하지 않음.xlsx' });
  await headless(ctx);
  await setAside(ctx, channelId);
  await written(ctx);
  await allocateEverything(ctx, V1.compositionId);
  await missed(ctx, V1.variantId);
  await allocateEverything(ctx, V1.compositionId);
  await loadShipments(
    { ...ctx, userId: ctx.userId ?? 0 },
    {
      status: 'allocated',
      searchKind: 'recipient',
      word: NAME,
      withoutHeld: true,
    },
  );
  const ids = (await seeShipments(ctx)).map((shipment) => shipment.id);
  await askCourier(ctx, ids);
  await invoiceEverything(ctx);
  await shipShipments(ctx, ids);
  await claimed(ctx, channelId);
  await answered(ctx, channelId);
}

/** A courier's API was asked for numbers, and never answered. */
async function askCourier(ctx: Ctx, shipmentIds: number[]): Promise<void> {
  const accountId = await makeAccount(ctx);
  await inMall(ctx, async (tx) =>
    askBookings(tx, ctx, accountId, await readContents(tx, ctx, shipmentIds)),
  );
}

/** What people wrote down: a memo of each kind, and why a parcel once waited. */
async function written(ctx: Ctx): Promise<void> {
  const text = `${PHONE}로 전화함`;
  const [shipment] = await seeShipments(ctx);
  const shipmentIds = shipment ? [shipment.id] : [];
  await holdByHand(ctx, { shipmentIds, reason: text });
  await liftByHand(ctx, shipmentIds);
  const { id: orderId } = await inMall(ctx, (tx) =>
    oneRow<{ id: number }>(tx, sql`select min(id) as id from orders where mall_id = ${ctx.mallId}`),
  );
  for (const kind of memoKinds) await addMemo(ctx, { orderId, kind, text });
}

/** A piece was not on its shelf when somebody packed. */
async function missed(ctx: Ctx, variantId: number): Promise<void> {
  const [shipment] = await seeShipments(ctx);
  await reportShortage(ctx, {
    shipmentId: shipment?.id ?? 0,
    missing: [{ variantId, qty: 1 }],
    isHeld: false,
    note: `${PHONE}에 알림`,
  });
}

async function setAside(ctx: Ctx, channelId: number): Promise<void> {
  await inMall(ctx, async (tx) => {
    const { id } = await oneRow<{ id: number }>(
      tx,
      sql`
      insert into collection_runs (mall_id, channel_id, kind, states, window_from, window_to, due_at)
      values (${ctx.mallId}, ${channelId}, 'manual', 'open', ${ctx.now.toISOString()},
        ${ctx.now.toISOString()}, ${ctx.now.toISOString()})
      returning id`,
    );
    const malformed = [{ orderNo: 'Q-1', reason: 'no goods', raw: { tel: PHONE } }];
    await keepQuarantine(tx, ctx, { id, channelId }, { orders: [], malformed });
    await tx.execute(sql`update quarantined_orders set created_at = ${ctx.now.toISOString()}`);
  });
}

async function claimed(ctx: Ctx, channelId: number): Promise<void> {
  await inMall(ctx, (tx) =>
    intakeClaims(tx, ctx, channelId, [
      {
        claimNo: 'R-1',
        orderNo: 'A-1',
        lineKey: 'A-1:1',
        kind: 'return',
        state: 'requested',
        quantity: 1,
        reason: `전화 주세요 ${PHONE}`,
        requestedAt: ctx.now,
        raw: { tel: PHONE },
      },
    ]),
  );
}

/** Marketplaces and couriers that say in their answers what was wrong with whom. */
async function answered(ctx: Ctx, channelId: number): Promise<void> {
  const said = `${NAME} ${ADDRESS}: 주소 오류`;
  const now = ctx.now.toISOString();
  await inMall(ctx, async (tx) => {
    await tx.execute(sql`
      update pushes set answer_message = ${said} where mall_id = ${ctx.mallId}`);
    await tx.execute(sql`
      update courier_bookings set error = ${said} where mall_id = ${ctx.mallId}`);
    await tx.execute(sql`
      insert into claim_answers (mall_id, channel_id, claim_no, verb, state, answer_message, due_at,
        created_at)
      values (${ctx.mallId}, ${channelId}, 'R-1', 'approve_return', 'failed', ${said}, ${now}, ${now})`);
    await tx.execute(sql`
      insert into seller_notices (mall_id, kind, channel_id, order_line_id, reason, ship_on, way, state,
        answer_message, due_at, created_at)
      select ${ctx.mallId}, 'delay', channel_id, id, '', '2026-03-05', 'api', 'failed',
        ${said}, ${now}, ${now}
      from order_lines where mall_id = ${ctx.mallId} limit 1`);
    await tx.execute(sql`
      insert into acknowledgement_lines (mall_id, acknowledgement_id, order_line_id, message)
      select ${ctx.mallId}, 1, id, ${said} from order_lines where mall_id = ${ctx.mallId} limit 1`);
    await notify(tx, ctx, {
      kind: 'waybill_not_cancelled',
      subject: 'courierAccount',
      subjectId: 1,
      values: { account: '계정', waybillNo: '-', said },
    });
  });
}

/** A sheet that began with an order, whose cells were taken for the names of its columns. */
async function headless(ctx: Ctx): Promise<void> {
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update uploads set headers = ${JSON.stringify([NAME, ADDRESS])}::jsonb
      where mall_id = ${ctx.mallId}`),
  );
}
