import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { CollectedLine } from '@/lib/channels/collected';
import type { Ctx } from '@/lib/context';
import { grouped } from '@/lib/grouped';
import { wholeNote } from '@/lib/recipients/note';
import type { KnownLine, LineReport } from './known-plan';
import { hasLeft, parcelKey, quantityToSend } from './plan';

/**
 * The messages of an order's lines in one parcel are joined in its recipient. Where an answer tells of
 * all lines, what they say now is the whole note: a message that the buyer has changed does not stay
 * beside the new one.
 */
export async function withWholeNotes(
  tx: Tx,
  ctx: Ctx,
  lines: readonly CollectedLine[],
  known: ReadonlyMap<string, KnownLine>,
): Promise<readonly LineReport[]> {
  const notes = changedNotes(lines, known);
  if (notes.size === 0) return lines;
  const orderIds = [...notes.keys()].flatMap((key) => known.get(key)?.orderId ?? []);
  const whole = await ordersWhollyIn(tx, ctx, orderIds, lines);
  return lines.map((line) => {
    const note = notes.get(line.lineKey);
    if (note === undefined || !whole.has(known.get(line.lineKey)?.orderId ?? 0)) return line;
    return { ...line, recipient: { ...line.recipient, note }, isNoteWhole: true };
  });
}

/** By line, what those of its parcel say together in this answer, where that is not what is known. */
function changedNotes(
  lines: readonly CollectedLine[],
  known: ReadonlyMap<string, KnownLine>,
): Map<string, string> {
  const told = lines.flatMap((line) => {
    const stored = known.get(line.lineKey);
    return stored && !stored.isPurged && quantityToSend(line) > 0 ? { line, stored } : [];
  });
  const notes = new Map<string, string>();
  const parcels = grouped(told, ({ line, stored }) =>
    JSON.stringify([
      stored.orderId,
      parcelKey(line.recipient),
      line.freightTerm,
      line.marketShipped,
    ]),
  );
  for (const parcel of parcels.values()) {
    for (const { line, stored } of parcel) {
      // What has left and what has not were in one parcel only where their recipient is one.
      const beside = parcel.filter(
        (other) =>
          hasLeft(other.line) === hasLeft(line) || other.stored.recipientId === stored.recipientId,
      );
      const said = beside.map((other) => other.line.recipient.note);
      const note = wholeNote(stored.recipient.note, said);
      if (note !== null) notes.set(line.lineKey, note);
    }
  }
  return notes;
}

/** Those of these orders of which no line that is still to be sent is missing in the answer. */
async function ordersWhollyIn(
  tx: Tx,
  ctx: Ctx,
  orderIds: number[],
  lines: readonly CollectedLine[],
): Promise<Set<number>> {
  const toldKeys = lines.map(({ lineKey }) => lineKey);
  const found = await rows<{ id: number }>(
    tx,
    sql`
    select order_id as id from order_lines
    where mall_id = ${ctx.mallId} and order_id = any(${sql.param(orderIds)}::bigint[])
      and qty > cancelled_qty
    group by order_id having bool_and(line_key = any(${sql.param(toldKeys)}::text[]))`,
  );
  return new Set(found.map(({ id }) => id));
}
