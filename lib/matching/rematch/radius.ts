import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import type { Stage } from '@/lib/shipments/stages';
import type { MatchKey } from '../remembered';
import { type AffectedLine, findAffected } from './affected';
import { planRematch } from './rematch-plan';

/** What matching again would touch, before anything is decided. */
export type BlastRadius = {
  /** Lines that have not left yet, and the shipments they stand in. */
  lines: number;
  shipments: number;
  /** Units of stock that would be given back. */
  givenBack: number;
  /** Shipments with a waybill, which would be held. */
  held: number;
};

/** No composition has it: every line that the key decides on means something else. */
const ANY_OTHER = -1;

/** How far an edit or a deletion of these remembered matches reaches. */
export async function radiusOfMatches(
  ctx: Ctx,
  { matchIds, deletes }: { matchIds: number[]; deletes: boolean },
): Promise<BlastRadius> {
  return readMall(ctx, async (tx) => {
    const keys = await rows<MatchKey>(
      tx,
      sql`
      select channel_id as "channelId", product_key as "productKey", option_key as "optionKey"
      from matches
      where mall_id = ${ctx.mallId} and id = any(${sql.param(matchIds)}::bigint[])`,
    );
    return radiusOf(tx, ctx, keys, deletes);
  });
}

export async function radiusOf(
  tx: Tx,
  ctx: Ctx,
  keys: readonly MatchKey[],
  deletes: boolean,
): Promise<BlastRadius> {
  const compositionId = deletes ? null : ANY_OTHER;
  const meanings = keys.map((key) => ({ ...key, compositionId, rule: 0 }));
  const affected = await findAffected(tx, ctx, meanings, { rematch: true });
  const known = affected.filter((line) => line.before !== null);
  const plan = planRematch(known, await parcelsOf(tx, ctx, known));
  const held = [...plan.held.values()].flat();
  const reached = [...plan.changed, ...held];
  return {
    lines: reached.length,
    shipments: new Set(reached.map((line) => line.shipmentId)).size,
    givenBack: plan.givenBackQty,
    held: plan.held.size,
  };
}

type Parcel = { id: number; stage: Stage; requestedExportId: number | null };

async function parcelsOf(
  tx: Tx,
  ctx: Ctx,
  lines: readonly AffectedLine[],
): Promise<Map<number, Parcel>> {
  const ids = [...new Set(lines.map((line) => line.shipmentId))];
  const found = await rows<Parcel>(
    tx,
    sql`
    select id, stage, requested_export_id as "requestedExportId" from shipments
    where mall_id = ${ctx.mallId} and id = any(${sql.param(ids)}::bigint[])`,
  );
  return new Map(found.map((parcel) => [parcel.id, parcel]));
}
