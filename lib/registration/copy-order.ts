import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import type { CollectedLine, Recipient } from '@/lib/channels/collected';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { intakeOrders } from '@/lib/shipments/intake/intake';
import { lockChannelIntake } from '@/lib/shipments/locks';

type Original = { channelId: number; orderNo: string; orderer: Recipient };

type OriginalLine = {
  productCode: string;
  productName: string;
  option: string;
  sellerOptionCode: string;
  sellerProductCode: string;
  quantity: number;
  unitPrice: number;
  currency: string;
  freightTerm: 'prepaid' | 'collect';
  recipient: Recipient;
  isPurged: boolean;
};

/**
 * 주문복사: the same goods for the same recipient as a typed order of its own, which no channel is told
 * of. What was cancelled is not copied, and the recipient is the one in use now.
 */
export async function copyOrder(
  ctx: Ctx,
  orderId: number,
): Promise<{ orderId: number; orderNo: string }> {
  return inMall(ctx, async (tx) => {
    const original = await readOriginal(tx, ctx, orderId);
    await lockChannelIntake(tx, ctx, original.channelId);
    const lines = await readLines(tx, ctx, orderId);
    if (lines.length === 0) throw new ExpectedError('order.errors.copyNothing');
    if (lines.some(({ isPurged }) => isPurged))
      throw new ExpectedError('ship.errors.recipientPurged');
    const orderNo = await copyNo(tx, ctx, original);
    const { added } = await intakeOrders(tx, ctx, {
      channelId: original.channelId,
      source: 'form',
      readAt: ctx.now,
      orders: [
        {
          orderNo,
          marketOrderNo: orderNo,
          orderedAt: ctx.now,
          paidAt: ctx.now,
          orderer: original.orderer,
          lines: lines.map((line, index) => copied(line, orderNo, index)),
          raw: null,
        },
      ],
    });
    const [copyId] = added;
    if (copyId === undefined) throw new Error('The copy was known already.');
    const event = { verb: 'order.copy', subject: 'order' as const };
    const detail = { orderNo };
    await recordEvent(tx, ctx, { ...event, subjectId: orderId, detail });
    await recordEvent(tx, ctx, {
      ...event,
      subjectId: copyId,
      detail: { orderNo: original.orderNo },
    });
    return { orderId: copyId, orderNo };
  });
}

function copied(
  { isPurged: _, ...line }: OriginalLine,
  orderNo: string,
  index: number,
): CollectedLine {
  return {
    ...line,
    lineKey: `${orderNo}-${index + 1}`,
    channelUnitNo: orderNo,
    cancelledQuantity: 0,
    claimedQuantity: 0,
    amount: line.unitPrice * line.quantity,
    state: 'acknowledged',
    rawState: '',
    marketShipped: false,
    shipBy: null,
  };
}

async function readOriginal(tx: Tx, ctx: Ctx, orderId: number): Promise<Original> {
  const [found] = await rows<Original>(
    tx,
    sql`
    select orders.channel_id as "channelId", orders.order_no as "orderNo",
      jsonb_build_object('name', orderer.name, 'phone', orderer.phone, 'mobile', orderer.mobile)
        as orderer
    from orders
    join recipients orderer on orderer.mall_id = orders.mall_id and orderer.id = orders.orderer_id
    where orders.mall_id = ${ctx.mallId} and orders.id = ${orderId}`,
  );
  if (!found) throw new ExpectedError('errors.notFound');
  return found;
}

async function readLines(tx: Tx, ctx: Ctx, orderId: number): Promise<OriginalLine[]> {
  return rows<OriginalLine>(
    tx,
    sql`
    select line.product_code as "productCode", line.product_name as "productName", line.option,
      line.seller_option_code as "sellerOptionCode",
      line.seller_product_code as "sellerProductCode",
      line.qty - line.cancelled_qty as quantity, line.unit_price as "unitPrice", line.currency,
      shipment.freight_term as "freightTerm",
      jsonb_build_object('name', recipient.name, 'phone', recipient.phone,
        'mobile', recipient.mobile, 'postcode', recipient.postcode,
        'address1', recipient.address1, 'address2', recipient.address2, 'note', recipient.note)
        as recipient, recipient.purged_at is not null as "isPurged"
    from order_lines line
    join lateral (
      select recipient_id, freight_term from shipments
      where mall_id = line.mall_id and id = (
        select shipment_id from shipment_lines
        where mall_id = line.mall_id and order_line_id = line.id order by id limit 1)
    ) shipment on true
    join recipients recipient
      on recipient.mall_id = line.mall_id and recipient.id = shipment.recipient_id
    where line.mall_id = ${ctx.mallId} and line.order_id = ${orderId}
      and line.qty > line.cancelled_qty
    order by line.id`,
  );
}

const MOST_COPIES = 99;

/** -C1, -C2 …; the channel's intake is locked, so nobody takes it meanwhile. */
async function copyNo(tx: Tx, ctx: Ctx, { channelId, orderNo }: Original): Promise<string> {
  const origin = orderNo.replace(/-C\d+$/, '');
  const candidates = Array.from({ length: MOST_COPIES }, (_, at) => `${origin}-C${at + 1}`);
  const taken = await rows<{ orderNo: string }>(
    tx,
    sql`
    select order_no as "orderNo" from orders
    where mall_id = ${ctx.mallId} and channel_id = ${channelId}
      and order_no = any(${sql.param(candidates)}::text[])`,
  );
  const free = candidates.find((candidate) => taken.every((row) => row.orderNo !== candidate));
  if (!free) throw new ExpectedError('order.errors.copyTooOften');
  return free;
}
