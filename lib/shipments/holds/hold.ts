import { sql } from 'drizzle-orm';
import type { Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import type { HoldKind } from '../stages';

/** Adds one cause of holding and its words; the others stand beside it. The caller holds the locks. */
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
      hold_notes = hold_notes || jsonb_strip_nulls(jsonb_build_object(${kind}::text, ${note ?? null}::text))
    where mall_id = ${ctx.mallId} and id = any(${sql.param(shipmentIds)}::bigint[])
      and stage in ('unmatched', 'ready', 'allocated', 'invoiced')`);
}

/** Lifts one cause with its words; the shipment is free when none is left. */
export async function lift(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  shipmentIds: number[],
  kind: HoldKind,
): Promise<void> {
  if (shipmentIds.length === 0) return;
  await tx.execute(sql`
    update shipments set hold_kinds = array_remove(hold_kinds, ${kind}),
      hold_notes = hold_notes - ${kind}::text
    where mall_id = ${ctx.mallId} and id = any(${sql.param(shipmentIds)}::bigint[])
      and ${kind} = any(hold_kinds)`);
}
