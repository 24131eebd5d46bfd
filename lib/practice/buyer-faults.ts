import { Refusal } from './http';
import type { Practice } from './practice';
import { type StruckCall, takeBuyerFault } from './store/faults';

const CANDIDATES = 20;

/** Where the journal of the shop stood before the call; null where no buyer waits for it. */
export async function lastAcknowledged(
  { sql }: Practice,
  { shop, nature }: StruckCall,
): Promise<number | null> {
  if (nature !== 'write') return null;
  const waiting = await sql`
    select from practice.faults where fault = 'cancelAfterAcknowledge' limit 1`;
  if (waiting.length === 0) return null;
  const [row] = await sql<{ id: string | null }[]>`
    select max(id) as id from practice.journal where shop = ${shop} and kind = 'acknowledge'`;
  return Number(row?.id ?? 0);
}

/**
 * What buyers do behind the seller's back: one moves house after the orders were listed, one cancels
 * between the acknowledgement and the shipping.
 */
export async function afterCall(
  practice: Practice,
  call: StruckCall,
  acknowledgedBefore: number | null,
): Promise<void> {
  if (call.nature === 'list') await moveOne(practice, call);
  if (acknowledgedBefore !== null) await cancelOne(practice, call, acknowledgedBefore);
}

async function moveOne(practice: Practice, call: StruckCall): Promise<void> {
  const { sql, buyers } = practice;
  if (!(await takeBuyerFault(sql, call, practice.random(), 'lateAddressChange'))) return;
  const candidates = await sql<{ orderNo: string }[]>`
    select order_no as "orderNo" from practice.orders where shop = ${call.shop}
    order by md5(order_no || ${String(practice.random())}) limit ${CANDIDATES}`;
  for (const { orderNo } of candidates)
    if (await accepted(buyers.move(practice, call.marketplace, orderNo))) return;
}

async function cancelOne(
  practice: Practice,
  call: StruckCall,
  acknowledgedBefore: number,
): Promise<void> {
  const { sql, buyers } = practice;
  const [acknowledged] = await sql<{ orderNo: string }[]>`
    select order_no as "orderNo" from practice.journal
    where shop = ${call.shop} and kind = 'acknowledge' and id > ${acknowledgedBefore}
    order by id limit 1`;
  if (!acknowledged) return;
  if (!(await takeBuyerFault(sql, call, practice.random(), 'cancelAfterAcknowledge'))) return;
  await accepted(buyers.cancel(practice, call.marketplace, acknowledged.orderNo));
}

/** It can be too late for either: then nothing happens. */
async function accepted(wish: Promise<unknown>): Promise<boolean> {
  try {
    await wish;
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
