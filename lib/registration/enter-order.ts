import { randomInt } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import type { CollectedLine, CollectedOrder } from '@/lib/channels/collected';
import { domesticPhone } from '@/lib/channels/phone';
import { marketplaceOf } from '@/lib/channels/registry';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { koreanDay, koreanMoment } from '@/lib/period';
import { intakeOrders } from '@/lib/shipments/intake/intake';
import { lockChannelIntake } from '@/lib/shipments/locks';
import { numberedLineKey } from './key';
import type { OrderForm, OrderFormLine } from './order-form';

export type EnteredOrder = { orderId: number; orderNo: string };

/** Registers one order typed in, under its number or one that is made for it. */
export async function enterOrder(ctx: Ctx, form: OrderForm): Promise<EnteredOrder> {
  return inMall(ctx, async (tx) => {
    const { channelId } = form;
    const marketplace = await marketplaceOfChannel(tx, ctx, channelId);
    await lockChannelIntake(tx, ctx, channelId);
    const orderNo = await freeOrderNo(tx, ctx, form);
    const { added } = await intakeOrders(tx, ctx, {
      channelId,
      source: 'form',
      readAt: ctx.now,
      orders: [toOrder(ctx, { ...form, orderNo }, marketplace)],
    });
    const [orderId] = added;
    if (orderId === undefined) throw new ExpectedError('register.errors.orderNoTaken', { orderNo });
    const detail = { channelId, orderNo, lines: form.lines.length };
    await recordEvent(tx, ctx, {
      verb: 'order.enter',
      subject: 'order',
      subjectId: orderId,
      detail,
    });
    return { orderId, orderNo };
  });
}

async function marketplaceOfChannel(tx: Tx, ctx: Ctx, channelId: number): Promise<string> {
  const [channel] = await rows<{ marketplace: string }>(
    tx,
    sql`select marketplace from channels where mall_id = ${ctx.mallId} and id = ${channelId}`,
  );
  if (!channel) throw new ExpectedError('errors.notFound');
  if (marketplaceOf(channel.marketplace).isClosed)
    throw new ExpectedError('register.errors.closed');
  return channel.marketplace;
}

/** One number in a thousand million a day: a second try is as good as never needed twice. */
async function freeOrderNo(tx: Tx, ctx: Ctx, { channelId, orderNo }: OrderForm): Promise<string> {
  const made = () => `M${koreanDay(ctx.now).replaceAll('-', '')}-${randomInt(1e9, 1e10)}`;
  const candidates = orderNo ? [orderNo] : [made(), made()];
  const taken = await rows<{ orderNo: string }>(
    tx,
    sql`
    select order_no as "orderNo" from orders
    where mall_id = ${ctx.mallId} and channel_id = ${channelId}
      and order_no = any(${sql.param(candidates)}::text[])`,
  );
  const free = candidates.find((candidate) => taken.every((row) => row.orderNo !== candidate));
  if (!free) throw new ExpectedError('register.errors.orderNoTaken', { orderNo });
  return free;
}

function toOrder(ctx: Ctx, form: OrderForm, marketplace: string): CollectedOrder {
  const { orderNo } = form;
  const orderedAt = form.orderedAt ? koreanMoment(form.orderedAt) : ctx.now;
  const recipient = recipientOf(form);
  const orderer = form.ordererName
    ? { name: form.ordererName, phone: '', mobile: domesticPhone(form.ordererPhone) }
    : { name: recipient.name, phone: recipient.phone, mobile: recipient.mobile };
  const common = { recipient, freightTerm: form.freightTerm, channelUnitNo: orderNo };
  return {
    orderNo,
    marketOrderNo: orderNo,
    orderedAt,
    paidAt: form.paidAt ? koreanMoment(form.paidAt) : orderedAt,
    orderer,
    lines: form.lines.map((line, index) => ({
      lineKey: numberedLineKey(marketplace, orderNo, String(index + 1)),
      ...common,
      ...toLine(line),
    })),
    raw: null,
  };
}

function toLine(
  line: OrderFormLine,
): Omit<CollectedLine, 'lineKey' | 'channelUnitNo' | 'recipient' | 'freightTerm'> {
  return {
    productCode: line.variantCode,
    productName: line.productName,
    option: line.option,
    sellerOptionCode: line.variantCode,
    sellerProductCode: '',
    quantity: line.quantity,
    cancelledQuantity: 0,
    claimedQuantity: 0,
    unitPrice: line.unitPrice,
    amount: line.unitPrice * line.quantity,
    currency: 'KRW',
    state: 'acknowledged',
    rawState: '',
    marketShipped: false,
    shipBy: null,
  };
}

function recipientOf(form: OrderForm) {
  return {
    name: form.recipientName,
    phone: domesticPhone(form.recipientPhone),
    mobile: domesticPhone(form.recipientMobile),
    postcode: form.postcode,
    address1: form.address1,
    address2: form.address2,
    note: form.note,
  };
}
