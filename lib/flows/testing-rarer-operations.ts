import { sql } from 'drizzle-orm';
import { splitByHand } from '@/lib/allocation/split-by-hand';
import { answerReviews } from '@/lib/bundling/answer';
import { inMall } from '@/lib/context';
import { giveGifts } from '@/lib/gifts/give';
import { numberFromRange } from '@/lib/invoicing/numbers/number-from-range';
import { removeWaybills } from '@/lib/invoicing/remove';
import { undoInvoicing } from '@/lib/invoicing/undo';
import { deleteMatches, editMatch } from '@/lib/matching/edit-match';
import { matchShipments } from '@/lib/matching/match';
import { matchByHand } from '@/lib/matching/match-key';
import { keepAsPacked } from '@/lib/matching/rematch/settle-held';
import { undoMatching } from '@/lib/matching/rematch/undo';
import { editRecipient } from '@/lib/shipments/address/edit-recipient';
import { settleAddress } from '@/lib/shipments/address/settle-address';
import { intakeClaims } from '@/lib/shipments/claims/intake-claims';
import { holdByHand, liftByHand } from '@/lib/shipments/holds/operator-hold';
import { releasableHolds, releaseHold } from '@/lib/shipments/holds/release-hold';
import { takeIn } from '@/lib/shipments/intake/testing-intake';
import { resend } from '@/lib/shipments/parcels/resend';
import { setShipMethod, shipMethods } from '@/lib/shipping/set-method';
import { shipShipments } from '@/lib/shipping/ship';
import { unshipShipments } from '@/lib/shipping/unship';
import { cancelResent } from './cancel-resent';
import { acceptExchange, decideClaims } from './decide-claim';
import { reportShortage } from './report-shortage';
import type { CrowdedMall } from './testing-crowded-mall';
import { find, lineWhere, type Operation, type Pick, some } from './testing-operations';

const open = sql`stage in ('unmatched', 'ready', 'allocated', 'invoiced')`;

async function numberSome({ ctx, courierAccountId }: CrowdedMall, pick: Pick) {
  const shipmentIds = await some(ctx, sql`stage = 'allocated'`, pick, 4);
  return (await numberFromRange(ctx, { shipmentIds, courierAccountId })).numbered;
}

async function takeNumbers({ ctx }: CrowdedMall, pick: Pick) {
  return (await removeWaybills(ctx, await some(ctx, sql`stage = 'invoiced'`, pick, 2))).removed;
}

async function takeNumberingBack({ ctx }: CrowdedMall, pick: Pick) {
  const runs = await find<{ id: number }>(
    ctx,
    sql`select id from runs where mall_id = ${ctx.mallId} and kind = 'invoice'
      and undone_by_run_id is null and undoes_run_id is null order by id desc limit 4`,
  );
  return (await undoInvoicing(ctx, pick(runs).id)).undone;
}

async function shipNumbered({ ctx }: CrowdedMall, pick: Pick) {
  return (await shipShipments(ctx, await some(ctx, sql`stage = 'invoiced'`, pick, 2))).shipped;
}

async function unship({ ctx }: CrowdedMall, pick: Pick) {
  const left = await find<{ id: number }>(
    ctx,
    sql`select id from shipments where mall_id = ${ctx.mallId} and stage = 'shipped' order by id`,
  );
  return (await unshipShipments(ctx, [pick(left).id])).unshipped;
}

async function sendAgain({ ctx }: CrowdedMall, pick: Pick) {
  const lines = await find<{ shipmentId: number; lineId: number; qty: number }>(
    ctx,
    sql`select shipment.id as "shipmentId", line.id as "lineId", line.qty from shipments shipment
      join shipment_lines line on line.mall_id = shipment.mall_id and line.shipment_id = shipment.id
      where shipment.mall_id = ${ctx.mallId} and stage = 'shipped' and line.qty > 0
      order by line.id`,
  );
  const { shipmentId, lineId, qty } = pick(lines);
  await resend(ctx, { shipmentId, lines: [{ lineId, qty: pick([1, qty]) }], reason: '파손' });
  return 1;
}

async function cancelSentAgain({ ctx }: CrowdedMall, pick: Pick) {
  await cancelResent(ctx, (await some(ctx, sql`resends_shipment_id is not null`, pick, 1))[0] ?? 0);
  return 1;
}

async function miss({ ctx }: CrowdedMall, pick: Pick) {
  const goods = await find<{ shipmentId: number; variantId: number }>(
    ctx,
    sql`select shipment.id as "shipmentId", item.variant_id as "variantId" from shipments shipment
      join shipment_lines line on line.mall_id = shipment.mall_id and line.shipment_id = shipment.id
      join composition_items item
        on item.mall_id = line.mall_id and item.composition_id = line.composition_id
      where shipment.mall_id = ${ctx.mallId} and stage in ('allocated', 'invoiced')
        and line.qty > 0 order by line.id`,
  );
  const { shipmentId, variantId } = pick(goods);
  const missing = [{ variantId, qty: 1 }];
  return (await reportShortage(ctx, { shipmentId, missing, isHeld: pick([true, false]), note: '' }))
    .missing;
}

async function holdSome({ ctx }: CrowdedMall, pick: Pick) {
  return (await holdByHand(ctx, { shipmentIds: await some(ctx, open, pick, 2), reason: '확인' }))
    .changed;
}

async function liftSome({ ctx }: CrowdedMall, pick: Pick) {
  return (await liftByHand(ctx, await some(ctx, sql`'operator' = any(hold_kinds)`, pick, 3)))
    .changed;
}

async function releaseSomeHolds({ ctx }: CrowdedMall, pick: Pick) {
  const kind = pick(releasableHolds);
  const shipmentIds = await some(ctx, sql`${kind} = any(hold_kinds)`, pick, 3);
  return (await releaseHold(ctx, { shipmentIds, kind })).released;
}

async function decideAddresses({ ctx }: CrowdedMall, pick: Pick) {
  const shipmentIds = await some(ctx, sql`'address_changed' = any(hold_kinds)`, pick, 2);
  return (await settleAddress(ctx, { shipmentIds, choice: pick(['apply', 'keep']) })).decided;
}

async function keepPacked({ ctx }: CrowdedMall, pick: Pick) {
  return (await keepAsPacked(ctx, await some(ctx, sql`'rematched' = any(hold_kinds)`, pick, 2)))
    .shipments;
}

async function chooseMethod({ ctx }: CrowdedMall, pick: Pick) {
  const ids = await some(ctx, sql`stage = 'allocated' and waybill_no is null`, pick, 1);
  return (await setShipMethod(ctx, ids, pick(shipMethods.filter((method) => method !== 'none'))))
    .changed;
}

async function partByHand({ ctx }: CrowdedMall, pick: Pick) {
  const line = await lineWhere(ctx, sql`stage in ('unmatched', 'ready', 'allocated')`, pick);
  const [found] = await find<{ shipmentId: number; qty: number }>(
    ctx,
    sql`select shipment_id as "shipmentId", qty from shipment_lines
      where mall_id = ${ctx.mallId} and id = ${line}`,
  );
  const qty = pick([1, found?.qty ?? 1]);
  const { shipmentId = 0 } = found ?? {};
  await splitByHand(ctx, { shipmentId, lines: [{ lineId: line, qty }] });
  return 1;
}

async function rename({ ctx }: CrowdedMall, pick: Pick) {
  const [shipmentId = 0] = await some(ctx, open, pick, 1);
  const [found] = await find<{ orderId: number }>(
    ctx,
    sql`select order_id as "orderId" from shipment_lines where mall_id = ${ctx.mallId}
      and shipment_id = ${shipmentId} and order_id is not null order by id desc limit 1`,
  );
  const recipient = {
    name: pick(['한서윤', '한서윤1', '한서윤2']),
    phone: '',
    mobile: '010-3456-7788',
    postcode: '06236',
    address1: '서울특별시 강남구 테헤란로 152',
    address2: pick(['101호', '102호', '901호']),
    note: pick(['', '벨']),
  };
  await editRecipient(ctx, { shipmentId, orderId: found?.orderId ?? 0, recipient });
  return 1;
}

async function matchIdOf({ ctx }: CrowdedMall, pick: Pick) {
  const matches = await find<{ id: number }>(
    ctx,
    sql`select id from matches where mall_id = ${ctx.mallId} order by id`,
  );
  return pick(matches).id;
}

async function meanOther(mall: CrowdedMall, pick: Pick) {
  const items = [{ variantId: pick(mall.variantIds), qty: pick([1, 2]) }];
  const matchId = await matchIdOf(mall, pick);
  const { runId } = await editMatch(mall.ctx, { matchId, items, rematch: pick([true, false]) });
  return runId;
}

async function matchOneLine({ ctx, variantIds }: CrowdedMall, pick: Pick) {
  const lineId = await lineWhere(ctx, open, pick);
  const items = [{ variantId: pick(variantIds), qty: pick([1, 1, 2]) }];
  const remember = pick([true, false]);
  const { runId } = await matchByHand(ctx, {
    lineId,
    items,
    remember,
    rematch: pick([true, false]),
  });
  return runId;
}

async function forget(mall: CrowdedMall, pick: Pick) {
  const matchIds = [await matchIdOf(mall, pick)];
  const { runId } = await deleteMatches(mall.ctx, { matchIds, rematch: true });
  await matchShipments(mall.ctx, {});
  return runId;
}

async function takeMatchingBack({ ctx }: CrowdedMall, pick: Pick) {
  const runs = await find<{ id: number }>(
    ctx,
    sql`select id from runs where mall_id = ${ctx.mallId} and kind = 'match'
      and undone_by_run_id is null and undoes_run_id is null order by id desc limit 3`,
  );
  return (await undoMatching(ctx, pick(runs).id)).undone;
}

async function answerQuestion({ ctx }: CrowdedMall, pick: Pick) {
  const asked = await find<{ base: number; ids: number[] }>(
    ctx,
    sql`select question_of as base, array_agg(id order by id) as ids from shipments
      where mall_id = ${ctx.mallId} and question_of is not null and is_open
      group by question_of having count(*) > 1 order by 1`,
  );
  const { ids } = pick(asked);
  const [baseShipmentId = 0, ...others] = ids;
  const members = others.map((shipmentId) => ({ shipmentId, together: pick([true, true, false]) }));
  return (await answerReviews(ctx, [{ baseShipmentId, members }])).joined;
}

async function give({ ctx }: CrowdedMall) {
  const { given, takenBack } = await giveGifts(ctx);
  return given + takenBack;
}

async function tellOfClaim({ ctx, channelId, collected }: CrowdedMall, pick: Pick) {
  const order = pick(collected);
  const line = pick(order.lines);
  const claimNo = `${line.lineKey}:${pick([1, 2])}`;
  const { added, updated } = await inMall(ctx, (tx) =>
    intakeClaims(tx, { ...ctx, now: new Date() }, channelId, [
      {
        claimNo,
        orderNo: order.orderNo,
        lineKey: line.lineKey,
        kind: pick(['cancel', 'cancel', 'return', 'exchange'] as const),
        state: pick(['requested', 'requested', 'done', 'withdrawn', 'rejected'] as const),
        quantity: pick([1, line.quantity]),
        reason: '변심',
        requestedAt: new Date(),
        raw: {},
      },
    ]),
  );
  return added + updated;
}

async function decideClaim({ ctx, variantIds }: CrowdedMall, pick: Pick) {
  const known = await find<{ id: number; kind: string }>(
    ctx,
    sql`select id, kind from claims where mall_id = ${ctx.mallId} order by id`,
  );
  const { id, kind } = pick(known);
  const decision = pick(['accept', 'accept', 'reject', 'reopen'] as const);
  if (kind === 'exchange' && decision === 'accept') {
    const codes = await find<{ code: string }>(
      ctx,
      sql`select variant_code as code from variants where mall_id = ${ctx.mallId}
        and id = any(${sql.param(variantIds)}::bigint[]) order by id`,
    );
    const items = [{ variantCode: pick(codes).code, quantity: 1 }];
    await acceptExchange(ctx, { claimId: id, items });
    return 1;
  }
  return (await decideClaims(ctx, [id], decision)).decided;
}

/** The channel tells of units that were cancelled there. */
async function collectCancelled({ ctx, channelId, collected }: CrowdedMall, pick: Pick) {
  const order = pick(collected);
  const chosen = pick(order.lines);
  const lines = order.lines.map((line) =>
    line === chosen ? { ...line, cancelledQuantity: pick([0, 1, line.quantity]) } : line,
  );
  const { updated } = await takeIn(ctx, channelId, [{ ...order, lines }], { readAt: new Date() });
  return updated.length;
}

export const rarerOperations: readonly Operation[] = [
  numberSome,
  numberSome,
  takeNumbers,
  takeNumberingBack,
  shipNumbered,
  unship,
  sendAgain,
  cancelSentAgain,
  miss,
  holdSome,
  liftSome,
  liftSome,
  releaseSomeHolds,
  decideAddresses,
  keepPacked,
  chooseMethod,
  partByHand,
  rename,
  meanOther,
  matchOneLine,
  matchOneLine,
  forget,
  takeMatchingBack,
  answerQuestion,
  give,
  tellOfClaim,
  tellOfClaim,
  decideClaim,
  decideClaim,
  collectCancelled,
];
