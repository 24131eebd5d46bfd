import { sql } from 'drizzle-orm';
import { oneRow } from '@/db/rows';
import { makeChannel, makeMall, makeVariants } from '@/db/testing-data';
import type { CollectedOrder } from '@/lib/channels/collected';
import { type Ctx, inMall } from '@/lib/context';
import { matchShipments } from '@/lib/matching/match';
import { collectedLine, collectedOrder, takeIn } from '@/lib/shipments/intake/testing-intake';

export type CrowdedMall = {
  ctx: Ctx & { userId: number };
  channelId: number;
  variantIds: number[];
  courierAccountId: number;
  collected: CollectedOrder[];
  /** The next order that nobody has collected yet. */
  nextOrder: () => CollectedOrder;
};

const VARIANTS = 12;
const FIRST_ORDERS = 80;
const BUYERS = 25;

/** Twelve variants with little of each, and eighty orders of twenty-five buyers who want them. */
export async function makeCrowdedMall(): Promise<CrowdedMall> {
  const { userId, ...rest } = await makeMall();
  if (userId === null) throw new Error('The mall has no owner');
  const ctx = { ...rest, userId };
  const channelId = await makeChannel(ctx);
  const codes = Array.from({ length: VARIANTS }, (_, index) => `V${index}`);
  const made = await makeVariants(
    ctx,
    codes.map((code) => ({ code, onHand: 15 })),
  );
  const collected: CollectedOrder[] = [];
  const nextOrder = () => {
    const order = orderOf(collected.length, codes);
    collected.push(order);
    return order;
  };
  const orders = Array.from({ length: FIRST_ORDERS }, nextOrder);
  const { added } = await takeIn(ctx, channelId, orders);
  await matchShipments(ctx, { orderIds: added });
  const variantIds = Object.values(made).map((variant) => variant.variantId);
  const courierAccountId = await makeRange(ctx);
  return { ctx, channelId, variantIds, courierAccountId, collected, nextOrder };
}

function orderOf(index: number, codes: readonly string[]): CollectedOrder {
  const orderNo = `A-${index}`;
  const buyer = index % BUYERS;
  const lines = Array.from({ length: 1 + (index % 3) }, (_, place) => {
    const code = codes[(index * 5 + place * 7) % codes.length] ?? '';
    const line = collectedLine(`${orderNo}:${place}`, {
      quantity: 1 + ((index + place) % 3),
      option: code,
      sellerOptionCode: code,
    });
    const recipient = { ...line.recipient, name: `한서윤${buyer}`, address2: `${100 + buyer}호` };
    return { ...line, recipient };
  });
  return collectedOrder(orderNo, lines);
}

/** A contract with numbers to count up. */
export async function makeRange(ctx: Ctx): Promise<number> {
  return inMall(ctx, async (tx) => {
    const { id } = await oneRow<{ id: number }>(
      tx,
      sql`
      insert into courier_accounts (mall_id, courier, contract_code, name, sender_name, sender_phone,
        sender_address)
      values (${ctx.mallId}, 'hanjin', 'C1', '한진', '모아상회', '02-1234-5678', '서울')
      returning id`,
    );
    await tx.execute(sql`
      insert into waybill_ranges (mall_id, courier_account_id, courier, from_serial, to_serial,
        next_serial)
      values (${ctx.mallId}, ${id}, 'hanjin', 51000000000, 51000099999, 51000000000)`);
    return id;
  });
}
