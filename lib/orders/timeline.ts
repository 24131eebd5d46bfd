import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { shownAnswer, shownDetail, shownText } from '@/lib/recipients/mask';
import { shipRules } from '@/lib/shipping/reasons';
import { byTime, type Happening } from './happenings';

export type { Happening } from './happenings';

/** No order has more that anybody reads; the newest are kept. */
const SHOWN_OF_A_KIND = 200;

/** All that happened to an order and its parcels, the newest on top. */
export async function happeningsOf(
  tx: Tx,
  ctx: Ctx,
  orderId: number,
  shipmentIds: number[],
): Promise<Happening[]> {
  const ids = sql.param(shipmentIds);
  const found = await rows<{ happening: Happening }>(
    tx,
    sql`
    (select jsonb_build_object('kind', 'registered', 'at', created_at, 'operator', operator.name,
        'source', source, 'sequence', '[]'::jsonb) as happening
      from orders
      left join operators operator
        on operator.mall_id = orders.mall_id and operator.user_id = orders.entered_by
      where orders.mall_id = ${ctx.mallId} and orders.id = ${orderId})
    union all
    (select jsonb_build_object('kind', 'change', 'at', event.at, 'operator', operator.name,
        'verb', event.verb, 'subject', event.subject, 'subjectId', event.subject_id,
        'detail', event.detail, 'sequence', jsonb_build_array(event.id))
      from audit_events event
      left join operators operator
        on operator.mall_id = event.mall_id and operator.user_id = event.user_id
      where event.mall_id = ${ctx.mallId}
        and ((event.subject = 'order' and event.subject_id = ${orderId})
          or (event.subject = 'shipment' and event.subject_id = any(${ids}::bigint[]))
          or (event.subject = 'claim' and event.subject_id = any(array(
            select claim.id from claims claim
            join order_lines line on line.mall_id = claim.mall_id and line.id = claim.order_line_id
            where claim.mall_id = ${ctx.mallId} and line.order_id = ${orderId}))))
      order by event.id desc limit ${SHOWN_OF_A_KIND})
    union all
    (select jsonb_build_object('kind', 'decision', 'at', run.started_at,
        'operator', operator.name, 'runKind', run.kind, 'runId', run.id,
        'shipmentId', decision.shipment_id, 'rule', decision.rule, 'values', decision."values",
        'isUndo', run.undoes_run_id is not null, 'isUndone', run.undone_by_run_id is not null,
        'sequence', jsonb_build_array(run.id, decision.shipment_id, decision.rule))
      from run_decisions decision
      join runs run on run.mall_id = decision.mall_id and run.id = decision.run_id
      left join operators operator
        on operator.mall_id = run.mall_id and operator.user_id = run.user_id
      where decision.mall_id = ${ctx.mallId} and decision.shipment_id = any(${ids}::bigint[])
        and decision.rule <> ${shipRules.delivered}
      order by run.id desc limit ${SHOWN_OF_A_KIND})
    union all
    (select jsonb_build_object('kind', 'push', 'at', coalesce(sent_at, created_at), 'operator', null,
        'shipmentId', shipment_id, 'state', state, 'waybillNo', waybill_no,
        'answer', answer_message, 'sequence', jsonb_build_array(id))
      from pushes
      where mall_id = ${ctx.mallId} and shipment_id = any(${ids}::bigint[])
        and order_id = ${orderId}
      order by id desc limit ${SHOWN_OF_A_KIND})
    union all
    (select jsonb_build_object('kind', 'claim', 'at', claim.requested_at, 'operator', null,
        'claimKind', claim.kind, 'state', claim.state, 'qty', claim.qty, 'reason', claim.reason,
        'sequence', jsonb_build_array(claim.id))
      from claims claim
      join order_lines line on line.mall_id = claim.mall_id and line.id = claim.order_line_id
      where claim.mall_id = ${ctx.mallId} and line.order_id = ${orderId}
      order by claim.id desc limit ${SHOWN_OF_A_KIND})
    union all
    (select jsonb_build_object('kind', 'delivered',
        'at', coalesce(to_timestamp(decision."values"[1] / 1000.0), run.started_at),
        'operator', null, 'shipmentId', decision.shipment_id,
        'sequence', jsonb_build_array(decision.shipment_id))
      from run_decisions decision
      join runs run on run.mall_id = decision.mall_id and run.id = decision.run_id
      where decision.mall_id = ${ctx.mallId} and decision.shipment_id = any(${ids}::bigint[])
        and decision.rule = ${shipRules.delivered}
      order by run.id desc limit ${SHOWN_OF_A_KIND})
    union all
    (select jsonb_build_object('kind', 'delivered', 'at', delivered_at, 'operator', null,
        'shipmentId', id, 'sequence', jsonb_build_array(id))
      from shipments
      where mall_id = ${ctx.mallId} and id = any(${ids}::bigint[]) and delivered_at is not null
        and not exists (select from run_decisions decision
          where decision.mall_id = ${ctx.mallId} and decision.shipment_id = shipments.id
            and decision.rule = ${shipRules.delivered}))`,
  );
  return byTime(found.map(({ happening }) => shown(ctx, happening)));
}

function shown(ctx: Ctx, happening: Happening): Happening {
  if (happening.kind === 'change')
    return { ...happening, detail: shownDetail(ctx, happening.detail) };
  if (happening.kind === 'push')
    return { ...happening, answer: shownAnswer(ctx, happening.answer) };
  if (happening.kind !== 'claim') return happening;
  return { ...happening, reason: shownText(ctx, happening.reason) };
}
