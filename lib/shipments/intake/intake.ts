import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { CollectedOrder } from '@/lib/channels/collected';
import type { Ctx } from '@/lib/context';
import { lockChannelIntake } from '../locks';
import { openTouches } from '../runs/touches';
import { releaseWaitingParts } from '../waiting-parts';
import { documentsOf, renewDocuments } from './documents';
import { doubtedAmong } from './doubt';
import { holdDuplicates } from './duplicates';
import { growOrders, hostIdsOf } from './grown';
import { readKnownLines, updateKnownLines } from './known';
import type { KnownLine } from './known-plan';
import { insertOrders } from './new';
import { mergeOrders } from './plan';
import { withWholeNotes } from './whole-notes';

export type Intake = {
  channelId: number;
  source: 'channel' | 'sheet' | 'form';
  collectionRunId?: number;
  uploadId?: number;
  /** Of a sheet: known orders whose new lines may be the same goods again. */
  doubtedNos?: ReadonlySet<string>;
  /** When the channel gave this answer; an older answer than the stored one is ignored. */
  readAt: Date;
  /** Unknown orders paid before are not taken: they are older than the channel's collection. */
  newSince?: Date | null;
  /** Known lines stay as they are: of old orders a channel shows less than it once told. */
  keepsKnown?: boolean;
  orders: readonly CollectedOrder[];
};

export type IntakeOutcome = 'new' | 'updated' | 'known';

export type IntakeResult = {
  /** Ids of orders. */
  added: number[];
  updated: number[];
  /** Of those updated: which have lines never seen before. */
  grown: number[];
  unchanged: number;
  /** By order number. */
  outcomes: Map<string, IntakeOutcome>;
};

/**
 * Takes orders in, by whichever way they came: unknown ones with their lines and shipments, unknown
 * lines of known orders and, where the channel itself speaks, what it changed of known lines. The
 * same again writes nothing.
 */
export async function intakeOrders(tx: Tx, ctx: Ctx, intake: Intake): Promise<IntakeResult> {
  await lockChannelIntake(tx, ctx, intake.channelId);
  const { channelId, collectionRunId, source } = intake;
  const orders = mergeOrders(intake.orders);
  const orderIds = await findOrders(tx, ctx, channelId, orders);
  const lines = orders.flatMap((order) => order.lines);
  const known = await readKnownLines(
    tx,
    ctx,
    channelId,
    lines.map((line) => line.lineKey),
  );
  const { fresh, grown } = sortOut(orders, orderIds, known, intake.newSince);

  const origin = {
    ...intake,
    enteredBy: source === 'channel' ? null : ctx.userId,
    createdAt: ctx.now,
  };
  const touches = openTouches(tx, ctx, 'collect', { channelId, collectionRunId });
  const added = (await insertOrders(tx, ctx, origin, fresh)).map((order) => order.id);
  await holdDuplicates(tx, ctx, channelId, added, touches);
  const hostIds = await hostIdsOf(tx, ctx, grown);
  const changed =
    source === 'channel' && !intake.keepsKnown
      ? await updateKnownLines(tx, ctx, intake, await withWholeNotes(tx, ctx, lines, known), {
          known,
          hostIds,
          touches,
        })
      : [];
  const doubted =
    source === 'channel'
      ? await doubtedAmong(tx, ctx, grown, known)
      : new Set(
          grown.flatMap(({ order, orderId }) =>
            intake.doubtedNos?.has(order.orderNo) ? orderId : [],
          ),
        );
  await growOrders(tx, ctx, origin, grown, { doubted, touches });
  await touches.finish();
  if (changed.length > 0) await releaseWaitingParts(tx, ctx);

  const updated = new Set([...changed, ...grown.map((order) => order.orderId)]);
  await renewDocuments(tx, ctx, intake.readAt, documentsOf(orders, orderIds, updated));
  const outcomes = outcomesOf(orders, fresh, (order) => {
    const id = orderIds.get(order.orderNo) ?? known.get(order.lines[0]?.lineKey ?? '')?.orderId;
    return id === undefined ? null : updated.has(id) ? 'updated' : 'known';
  });
  const unchanged = [...outcomes.values()].filter((outcome) => outcome === 'known').length;
  const grownIds = grown.map((order) => order.orderId);
  return { added, updated: [...updated], grown: grownIds, unchanged, outcomes };
}

/** Orders never seen, and orders we know with lines never seen. */
function sortOut(
  orders: readonly CollectedOrder[],
  orderIds: ReadonlyMap<string, number>,
  known: ReadonlyMap<string, KnownLine>,
  since: Date | null | undefined,
) {
  const isTooOld = ({ acceptedSince, paidAt, orderedAt }: CollectedOrder) =>
    since && (acceptedSince ?? paidAt ?? orderedAt) < since;
  const unknown = orders.flatMap((order) => {
    const lines = order.lines.filter((line) => !known.has(line.lineKey));
    return lines.length === 0
      ? []
      : lines.length < order.lines.length
        ? { ...order, lines }
        : order;
  });
  const fresh = unknown.filter((order) => !orderIds.has(order.orderNo) && !isTooOld(order));
  const grown = unknown.flatMap((order) => {
    const orderId = orderIds.get(order.orderNo);
    return orderId === undefined ? [] : { order, orderId };
  });
  return { fresh, grown };
}

async function findOrders(
  tx: Tx,
  ctx: Ctx,
  channelId: number,
  orders: readonly CollectedOrder[],
): Promise<Map<string, number>> {
  const found = await rows<{ id: number; orderNo: string }>(
    tx,
    sql`
    select id, order_no as "orderNo" from orders
    where mall_id = ${ctx.mallId} and channel_id = ${channelId}
      and order_no = any(${sql.param(orders.map((order) => order.orderNo))}::text[])`,
  );
  return new Map(found.map((order) => [order.orderNo, order.id]));
}

/** What was left out as too old has no outcome. */
function outcomesOf(
  orders: readonly CollectedOrder[],
  fresh: readonly CollectedOrder[],
  ofKnown: (order: CollectedOrder) => IntakeOutcome | null,
): Map<string, IntakeOutcome> {
  const freshNos = new Set(fresh.map((order) => order.orderNo));
  const outcomes = new Map<string, IntakeOutcome>();
  for (const order of orders) {
    const outcome = freshNos.has(order.orderNo) ? 'new' : ofKnown(order);
    if (outcome) outcomes.set(order.orderNo, outcome);
  }
  return outcomes;
}
