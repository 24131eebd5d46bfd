import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { type AllocationCounts, countsOf, selected } from './allocate';
import type { Conditions } from './conditions';
import { changedLines, type Decided, decide, decidedBy, type Planned } from './decide';
import { type Names, namesOf } from './names';
import { allocationReason, allocationRules, isShortageRule, WHOLE } from './reasons';
import type { RunDecision } from './run-decisions';

export type AllocationPreview = {
  counts: AllocationCounts;
  /** The first of those that would not go whole, what lacks stock before what was passed over. */
  unserved: RunDecision[];
  /** The first in line of those that would go whole. */
  served: RunDecision[];
  names: Names;
  /** Whether the run would reserve or give back anything. */
  isChanging: boolean;
};

const PREVIEWED_ROWS = 100;
const SERVED_ROWS = 20;

/** What a run with these conditions would do now. Locks and writes nothing. */
export async function previewAllocation(
  ctx: Ctx,
  conditions: Conditions,
): Promise<AllocationPreview> {
  return readMall(ctx, async (tx) => {
    const planned = await decide(tx, ctx, await selected(tx, ctx, conditions), 'unlocked');
    const decided = decidedBy(planned);
    const counts = countsOf(decided);
    const split = conditions.splitting === 'all' ? counts.partly : 0;
    const unwhole = decided.filter((row) => row.reason.rule !== 'whole');
    const told = [...unwhole.filter(isShort), ...unwhole.filter((row) => !isShort(row))].slice(
      0,
      PREVIEWED_ROWS,
    );
    const first = firstServed(planned);
    const orderNos = await orderNosOf(tx, ctx, [...told, ...first]);
    const asRows = (those: readonly Told[]) =>
      those.flatMap(({ shipmentId, reason }): RunDecision[] => {
        const read = allocationReason(allocationRules[reason.rule].number, reason.values);
        return read ? [{ shipmentId, orderNo: orderNos.get(shipmentId) ?? '', reason: read }] : [];
      });
    const unserved = asRows(told);
    return {
      counts: { ...counts, split },
      unserved,
      served: asRows(first),
      names: await namesOf(
        tx,
        ctx,
        unserved.map(({ reason }) => reason),
      ),
      isChanging: split > 0 || changedLines(planned).ids.length > 0,
    };
  });
}

type Told = Pick<Decided, 'shipmentId' | 'reason'>;

function firstServed({ wares, plan }: Planned): Told[] {
  const served: Told[] = [];
  for (let at = 0; at < plan.order.length && served.length < SERVED_ROWS; at++) {
    const place = plan.order[at] ?? 0;
    if (plan.shortages.has(place)) continue;
    served.push({ shipmentId: wares.shipments.id[place] ?? 0, reason: WHOLE });
  }
  return served;
}

const isShort = ({ reason }: Pick<Decided, 'reason'>) => isShortageRule(reason.rule);

async function orderNosOf(tx: Tx, ctx: Ctx, told: readonly Told[]): Promise<Map<number, string>> {
  const ids = told.map((row) => row.shipmentId);
  const found = await rows<{ id: number; orderNo: string }>(
    tx,
    sql`
    select shipment.id, orders.order_no as "orderNo"
    from shipments shipment
    join orders on orders.mall_id = shipment.mall_id and orders.id = shipment.base_order_id
    where shipment.mall_id = ${ctx.mallId} and shipment.id = any(${sql.param(ids)}::bigint[])`,
  );
  return new Map(found.map((row) => [row.id, row.orderNo]));
}
