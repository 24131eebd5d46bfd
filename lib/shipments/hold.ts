import { sql } from 'drizzle-orm';
import type { Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import type { HoldKind } from './stages';

/** Adds one cause of holding; the others stand beside it. The caller holds the locks. */
export async function hold(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  shipmentIds: number[],
  kind: HoldKind,
  note?: string,
): Promise<void> {
  if (shipmentIds.length === 0) return;
  await tx.execute(sql`
    update shipments
    set hold_kinds = case when ${kind} = any(hold_kinds) then hold_kinds
        else array_append(hold_kinds, ${kind}) end,
      hold_note = coalesce(${note ?? null}, hold_note)
    where mall_id = ${ctx.mallId} and id = any(${sql.param(shipmentIds)}::bigint[])
      and stage in ('unmatched', 'ready', 'allocated', 'invoiced')`);
}

/** Causes that may come with words of their own: hold_note stands as long as one of them does. */
const noted: readonly HoldKind[] = ['operator', 'rule', 'short'];

/** Lifts one cause, its words with the last that had any; the shipment is free when none is left. */
export async function lift(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  shipmentIds: number[],
  kind: HoldKind,
): Promise<void> {
  if (shipmentIds.length === 0) return;
  await tx.execute(sql`
    update shipments set hold_kinds = array_remove(hold_kinds, ${kind}),
      hold_note = case
        when not ${kind} = any(${sql.param([...noted])}::text[])
          or array_remove(hold_kinds, ${kind}) && ${sql.param([...noted])}::text[] then hold_note
        else '' end
    where mall_id = ${ctx.mallId} and id = any(${sql.param(shipmentIds)}::bigint[])
      and ${kind} = any(hold_kinds)`);
}
