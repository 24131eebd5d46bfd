import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import type { AnswerableClaim } from './plan';

export type FoundClaim = AnswerableClaim & {
  claimIds: number[];
  claimNo: string;
  channelId: number;
  marketplace: string;
  courier: string | null;
  waybillNo: string | null;
};

/** Each claim once with all its lines, the parcel that a channel is told of, and what it was told. */
export function findClaims(tx: Tx, ctx: Ctx, claimIds: readonly number[]): Promise<FoundClaim[]> {
  return rows<FoundClaim>(
    tx,
    sql`
    select whole.*, parcel.courier, parcel."waybillNo", parcel."waybillNo" is not null as "hasWaybill",
      coalesce(told.verbs, '{}') as answered, coalesce(told."isUnderWay", false) as "isUnderWay"
    from (
      select claim.channel_id as "channelId", claim.claim_no as "claimNo", channel.marketplace,
        array_agg(distinct claim.id) as "claimIds", min(claim.kind) as kind,
        case when bool_or(claim.state = 'requested') then 'requested' else min(claim.state) end
          as state, min(claim.source) as source, bool_and(claim.decided_at is not null) as "isDecided",
        case when bool_or(claim.channel_state = 'requested') then 'requested'
          else min(claim.channel_state) end as "channelState",
        array_agg(distinct claim.order_line_id) as lines,
        min(claim.replacement_shipment_id) as "replacementId",
        bool_or(placed.has_left) and not bool_or(placed.is_here) as "isAway"
      from (
        select distinct channel_id, claim_no from claims
        where mall_id = ${ctx.mallId} and id = any(${sql.param([...claimIds])}::bigint[])
      ) named
      join claims claim on claim.mall_id = ${ctx.mallId} and claim.channel_id = named.channel_id
        and claim.claim_no = named.claim_no
      join channels channel on channel.mall_id = claim.mall_id and channel.id = claim.channel_id
      cross join lateral (
        select coalesce(bool_or(shipment.stage in ('shipped', 'delivered')), false) as has_left,
          coalesce(bool_or(shipment.is_open), false) as is_here
        from shipment_lines part
        join shipments shipment on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
        where part.mall_id = claim.mall_id and part.order_line_id = claim.order_line_id
          and part.qty > 0
      ) placed
      group by claim.channel_id, claim.claim_no, channel.marketplace
    ) whole
    left join lateral (
      select shipment.courier, shipment.waybill_no as "waybillNo"
      from shipments shipment
      where shipment.mall_id = ${ctx.mallId} and shipment.waybill_no is not null
        and shipment.stage in ('invoiced', 'shipped', 'delivered')
        and case when whole.kind = 'exchange' then shipment.id = whole."replacementId"
          else shipment.id in (
            select part.shipment_id from shipment_lines part
            where part.mall_id = ${ctx.mallId} and part.order_line_id = any(whole.lines)
              and part.qty > 0) end
      order by shipment.stage = 'invoiced', shipment.id desc limit 1
    ) parcel on true
    left join lateral (
      select array_agg(answer.verb) filter (where answer.state = 'done') as verbs,
        bool_or(answer.state in ('queued', 'running')) as "isUnderWay"
      from claim_answers answer
      where answer.mall_id = ${ctx.mallId} and answer.channel_id = whole."channelId"
        and answer.claim_no = whole."claimNo"
    ) told on true
    order by whole."channelId", whole."claimNo"`,
  );
}
