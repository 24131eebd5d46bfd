import { sql } from 'drizzle-orm';
import { expectMany } from '@/db/expect-many';
import { rows, type Tx } from '@/db/rows';
import { recordEvents } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { grouped } from '@/lib/grouped';
import { lockManyShipments } from '../locks';
import { hold } from './hold';
import { firstFitting, wantedFacts } from './parcel-conditions';
import { readParcelFacts } from './parcel-facts';
import { type ActiveRule, activeParcelRules } from './parcel-rules';

const ASKED_AT_ONCE = 5_000;

/**
 * 보류 규칙: asks them once about each parcel that has been matched since, of orders that came in
 * after the oldest rule was made. What a person has let go is not held again. Nothing without rules.
 */
export async function holdByRules(ctx: Ctx): Promise<{ held: number }> {
  let held = 0;
  for (;;) {
    const round = await inMall(ctx, (tx) => holdSome(tx, ctx));
    held += round.held;
    if (round.asked < ASKED_AT_ONCE) return { held };
  }
}

async function holdSome(tx: Tx, ctx: Ctx): Promise<{ asked: number; held: number }> {
  const rules = await activeParcelRules(tx, ctx, 'hold');
  if (rules.length === 0) return { asked: 0, held: 0 };
  const ids = await notAskedYet(tx, ctx, rules);
  if (ids.length === 0) return { asked: 0, held: 0 };
  await expectMany(tx, ids.length);
  await lockManyShipments(tx, ctx, ids);
  const still = new Set(await notAskedYet(tx, ctx, rules, ids));
  const asked = ids.filter((id) => still.has(id));
  const fitting = (await readParcelFacts(tx, ctx, asked, wantedFacts(rules))).flatMap((parcel) => {
    const rule = firstFitting(rules, parcel);
    return rule ? { shipmentId: parcel.shipmentId, rule } : [];
  });
  await tx.execute(sql`
    update shipments set hold_rules_asked_at = ${ctx.now.toISOString()}
    where mall_id = ${ctx.mallId} and id = any(${sql.param(asked)}::bigint[])`);
  for (const [rule, ofRule] of grouped(fitting, (one) => one.rule)) {
    const shipmentIds = ofRule.map((one) => one.shipmentId);
    await hold(tx, ctx, shipmentIds, 'rule', rule.name);
    await recordEvents(tx, ctx, {
      verb: 'hold.rule',
      subject: 'shipment',
      subjectIds: shipmentIds,
      detail: { rule: rule.name },
    });
  }
  return { asked: ids.length, held: fitting.length };
}

/** Matched, new and whole: parts of a split and what is sent once more were looked at before. */
async function notAskedYet(
  tx: Tx,
  ctx: Ctx,
  rules: readonly ActiveRule[],
  among?: readonly number[],
): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`
    select shipment.id from shipments shipment
    join orders base on base.mall_id = shipment.mall_id and base.id = shipment.base_order_id
    where shipment.mall_id = ${ctx.mallId} and shipment.is_open
      and shipment.stage in ('ready', 'allocated') and shipment.hold_rules_asked_at is null
      and shipment.split_group is null and shipment.resends_shipment_id is null
      and not shipment.is_history and not shipment.is_market_shipped
      and base.created_at >= (select min(created_at) from parcel_rules rule
        where rule.mall_id = ${ctx.mallId}
          and rule.id = any(${sql.param(rules.map(({ id }) => id))}::bigint[]))
      ${among ? sql`and shipment.id = any(${sql.param([...among])}::bigint[])` : sql``}
    order by shipment.id limit ${ASKED_AT_ONCE}`,
  );
  return found.map(({ id }) => id);
}
