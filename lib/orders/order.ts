import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Names, namesOf } from '@/lib/allocation/names';
import { allocationReason } from '@/lib/allocation/reasons';
import { bundleReason } from '@/lib/bundling/reasons';
import type { ClaimKind, ClaimState } from '@/lib/channels/claim';
import type { Recipient } from '@/lib/channels/collected';
import { type Ctx, readMall } from '@/lib/context';
import { type ShownRecipient, shownAnswer, shownRecipient, shownText } from '@/lib/recipients/mask';
import { type Memo, memosOf } from './memos';
import { type OrderShipment, shipmentsOf, withNote } from './shipments';
import { type Happening, happeningsOf } from './timeline';

export type OrderHead = {
  id: number;
  orderNo: string;
  marketOrderNo: string;
  channelName: string;
  marketplace: string;
  orderedAt: string;
  paidAt: string;
  createdAt: string;
  source: 'channel' | 'sheet' | 'form';
  enteredBy: string | null;
  orderer: ShownRecipient;
};

export type OrderLine = {
  id: number;
  productCode: string;
  productName: string;
  option: string;
  qty: number;
  cancelledQty: number;
  amount: number;
  currency: string;
  channelState: string;
  rawState: string;
  stateReadAt: string;
  shipBy: string | null;
  /** Where the channel says it goes; a shipment may go elsewhere by our own edit. */
  recipientId: number;
  recipient: ShownRecipient & { note: string };
};

export type OrderClaim = {
  id: number;
  orderLineId: number;
  claimNo: string;
  kind: ClaimKind;
  state: ClaimState;
  qty: number;
  reason: string;
  requestedAt: string;
};

export type OrderPush = {
  id: number;
  shipmentId: number;
  channelUnitNo: string;
  state: string;
  courier: string;
  waybillNo: string;
  attempts: number;
  answerMessage: string;
  sentAt: string | null;
};

export type OrderDetail = {
  head: OrderHead;
  lines: OrderLine[];
  shipments: OrderShipment[];
  claims: OrderClaim[];
  pushes: OrderPush[];
  memos: Memo[];
  happenings: Happening[];
  /** What the reasons among the happenings name by id. */
  names: Names;
  /** What the channel sent, as it sent it; only for who may see personal data. */
  document: { raw: unknown; readAt: string } | null;
};

/** Everything about one order, from one snapshot; null where the mall has none such. */
export async function orderDetail(ctx: Ctx, orderId: number): Promise<OrderDetail | null> {
  return readMall(ctx, async (tx) => {
    const head = await readHead(tx, ctx, orderId);
    if (!head) return null;
    const shipments = await shipmentsOf(tx, ctx, orderId);
    const shipmentIds = shipments.map((shipment) => shipment.id);
    const happenings = await happeningsOf(tx, ctx, orderId, shipmentIds);
    return {
      head,
      shipments,
      lines: await readLines(tx, ctx, orderId),
      claims: await readClaims(tx, ctx, orderId),
      pushes: await readPushes(tx, ctx, orderId, shipmentIds),
      memos: await memosOf(tx, ctx, orderId),
      happenings,
      names: await namesOf(tx, ctx, happenings.flatMap(reasonsOf)),
      document: ctx.canSeePersonalData ? await readDocument(tx, ctx, orderId) : null,
    };
  });
}

function reasonsOf(happening: Happening) {
  if (happening.kind !== 'decision') return [];
  const { rule, values } = happening;
  return [allocationReason(rule, values), bundleReason(rule, values)];
}

async function readHead(tx: Tx, ctx: Ctx, orderId: number): Promise<OrderHead | null> {
  const [found] = await rows<Omit<OrderHead, 'orderer'> & { orderer: Recipient }>(
    tx,
    sql`
    select orders.id, orders.order_no as "orderNo", orders.market_order_no as "marketOrderNo",
      channel.name as "channelName", channel.marketplace, orders.ordered_at as "orderedAt",
      orders.paid_at as "paidAt", orders.created_at as "createdAt", orders.source,
      operator.name as "enteredBy", to_jsonb(orderer) as orderer
    from orders
    join channels channel on channel.mall_id = orders.mall_id and channel.id = orders.channel_id
    join recipients orderer on orderer.mall_id = orders.mall_id and orderer.id = orders.orderer_id
    left join operators operator
      on operator.mall_id = orders.mall_id and operator.user_id = orders.entered_by
    where orders.mall_id = ${ctx.mallId} and orders.id = ${orderId}`,
  );
  return found ? { ...found, orderer: shownRecipient(ctx, found.orderer) } : null;
}

async function readLines(tx: Tx, ctx: Ctx, orderId: number): Promise<OrderLine[]> {
  const found = await rows<Omit<OrderLine, 'recipient'> & { recipient: Recipient }>(
    tx,
    sql`
    select line.id, line.product_code as "productCode", line.product_name as "productName",
      line.option, line.qty, line.cancelled_qty as "cancelledQty", line.amount,
      line.currency,
      line.channel_state as "channelState", line.raw_state as "rawState",
      line.state_read_at as "stateReadAt", line.ship_by as "shipBy",
      line.recipient_id as "recipientId", to_jsonb(recipient) as recipient
    from order_lines line
    join recipients recipient
      on recipient.mall_id = line.mall_id and recipient.id = line.recipient_id
    where line.mall_id = ${ctx.mallId} and line.order_id = ${orderId}
    order by line.id`,
  );
  return found.map((line) => ({ ...line, recipient: withNote(ctx, line.recipient) }));
}

async function readClaims(tx: Tx, ctx: Ctx, orderId: number): Promise<OrderClaim[]> {
  const claims = await rows<OrderClaim>(
    tx,
    sql`
    select claim.id, claim.order_line_id as "orderLineId", claim.claim_no as "claimNo", claim.kind,
      claim.state, claim.qty, claim.reason, claim.requested_at as "requestedAt"
    from claims claim
    join order_lines line on line.mall_id = claim.mall_id and line.id = claim.order_line_id
    where claim.mall_id = ${ctx.mallId} and line.order_id = ${orderId}
    order by claim.id desc`,
  );
  return claims.map((claim) => ({ ...claim, reason: shownText(ctx, claim.reason) }));
}

async function readPushes(
  tx: Tx,
  ctx: Ctx,
  orderId: number,
  shipmentIds: number[],
): Promise<OrderPush[]> {
  const pushes = await rows<OrderPush>(
    tx,
    sql`
    select id, shipment_id as "shipmentId", channel_unit_no as "channelUnitNo", state, courier,
      waybill_no as "waybillNo", attempts, answer_message as "answerMessage", sent_at as "sentAt"
    from pushes
    where mall_id = ${ctx.mallId} and shipment_id = any(${sql.param(shipmentIds)}::bigint[])
      and order_id = ${orderId}
    order by id desc`,
  );
  return pushes.map((push) => ({ ...push, answerMessage: shownAnswer(ctx, push.answerMessage) }));
}

async function readDocument(tx: Tx, ctx: Ctx, orderId: number): Promise<OrderDetail['document']> {
  const [found] = await rows<{ raw: unknown; readAt: string }>(
    tx,
    sql`
    select raw, read_at as "readAt" from order_documents
    where mall_id = ${ctx.mallId} and order_id = ${orderId}`,
  );
  return found ?? null;
}
