import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { type CourierKey, isCourierKey } from '@/lib/couriers/registry';
import { waybillNoFromSerial } from '@/lib/couriers/waybill-range';
import { ExpectedError } from '@/lib/errors';
import { lockShipments } from '@/lib/shipments/locks';
import { finishRun, recordDecisions, startRun } from '@/lib/shipments/runs';
import { type NumberPlan, planNumbers, type Serials } from './plan';
import { invoiceRules } from './reasons';
import { giveWaybills } from './store';

export type NumberResult = { runId: number; numbered: number; refused: NumberPlan['refused'] };

/**
 * Gives allocated shipments the next numbers of a courier account's ranges, in the order asked for.
 * A number is used once for ever, also when two operators press at the same time.
 */
export async function numberFromRange(
  ctx: Ctx,
  input: { shipmentIds: number[]; courierAccountId: number },
): Promise<NumberResult> {
  return inMall(ctx, async (tx) => {
    const found = await lockShipments(tx, ctx, input.shipmentIds);
    const courier = await courierOfAccount(tx, ctx, input.courierAccountId);
    const plan = planNumbers(
      input.shipmentIds,
      found,
      await lockRanges(tx, ctx, input.courierAccountId),
    );
    if (plan.missing > 0)
      throw new ExpectedError('invoice.errors.rangeShort', { missing: plan.missing });
    const runId = await startRun(tx, ctx, 'invoice', { ...input, shipmentIds: undefined });
    await advanceRanges(tx, ctx, plan);
    await giveWaybills(tx, ctx, runId, {
      source: 'range',
      rule: invoiceRules.fromRange,
      rows: plan.numbered.map(({ shipmentId, rangeId, serial }) => ({
        shipmentId,
        courier,
        waybillNo: waybillNoFromSerial(courier, serial),
        rangeId,
      })),
    });
    await recordDecisions(tx, ctx, runId, decisionsOf(plan));
    await finishRun(tx, ctx, runId, {
      numbered: plan.numbered.length,
      refused: plan.refused.length,
    });
    return { runId, numbered: plan.numbered.length, refused: plan.refused };
  });
}

function decisionsOf(plan: NumberPlan) {
  const numbered = plan.numbered.map(({ shipmentId, serial }) => ({
    shipmentId,
    rule: invoiceRules.fromRange,
    values: [serial],
  }));
  return [...numbered, ...plan.refused.map((refusal) => ({ ...refusal, values: [] }))];
}

async function courierOfAccount(tx: Tx, ctx: Ctx, accountId: number): Promise<CourierKey> {
  const [account] = await rows<{ courier: string }>(
    tx,
    sql`select courier from courier_accounts where mall_id = ${ctx.mallId} and id = ${accountId}`,
  );
  if (!account || !isCourierKey(account.courier)) throw new ExpectedError('errors.notFound');
  return account.courier;
}

async function lockRanges(tx: Tx, ctx: Ctx, accountId: number): Promise<Serials[]> {
  return rows<Serials>(
    tx,
    sql`
    select id as "rangeId", next_serial as "nextSerial", to_serial as "toSerial"
    from waybill_ranges
    where mall_id = ${ctx.mallId} and courier_account_id = ${accountId}
      and next_serial <= to_serial
    order by id for update`,
  );
}

async function advanceRanges(tx: Tx, ctx: Ctx, plan: NumberPlan) {
  await tx.execute(sql`
    update waybill_ranges range set next_serial = used.last_serial + 1
    from (
      select range_id, max(serial) as last_serial
      from unnest(
        ${sql.param(plan.numbered.map((row) => row.rangeId))}::bigint[],
        ${sql.param(plan.numbered.map((row) => row.serial))}::bigint[]) as used (range_id, serial)
      group by range_id
    ) as used
    where range.mall_id = ${ctx.mallId} and range.id = used.range_id`);
}
