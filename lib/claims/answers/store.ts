import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import type { ClaimKind } from '@/lib/channels/claim';
import { courierCodeFor } from '@/lib/channels/courier-code';
import type { ClaimAnswer } from '@/lib/channels/telling';
import { type Ctx, inMall } from '@/lib/context';
import { holdLease, type Lease } from '@/lib/leases/lease';
import { markAsked, tellingWork } from '@/lib/tellings/work';

export const answerWork = tellingWork('claim_answers');

/** An answer that this process holds, with what the channel knows the claim by. */
export type OpenAnswer = Lease &
  ClaimAnswer & {
    channelId: number;
    marketplace: string;
    kind: ClaimKind;
    claimIds: number[];
    orderLineIds: number[];
    requestedBy: number | null;
    /** Told before without an outcome: the channel may have taken it. */
    isHeard: boolean;
  };

type OpenRow = Omit<OpenAnswer, keyof Lease | 'courierCode'> & {
  courier: string;
  ownCode: string | null;
};

/** Notes that the channel hears of it from now on; null when another process has it. */
export async function openAnswer(ctx: Ctx, lease: Lease): Promise<OpenAnswer | null> {
  return inMall(ctx, async (tx) => {
    if (!(await holdLease(tx, ctx, answerWork, lease))) return null;
    const [opened] = await rows<OpenRow>(
      tx,
      sql`
      select answer.verb, answer.claim_no as "claimNo", answer.channel_id as "channelId",
        channel.marketplace, min(claim.kind) as kind, min(line.channel_unit_no) as "unitNo",
        min(orders.order_no) as "orderNo", sum(claim.qty)::int as quantity,
        array_agg(line.line_key order by line.id) as "lineKeys",
        array_agg(line.id order by line.id) as "orderLineIds",
        array_agg(claim.id order by claim.id) as "claimIds",
        min(claim.requested_at) as "requestedAt", answer.requested_by as "requestedBy",
        answer.reason, answer.detail, answer.courier, answer.waybill_no as "waybillNo",
        code.code as "ownCode", answer.asked_at is not null as "isHeard"
      from claim_answers answer
      join channels channel
        on channel.mall_id = answer.mall_id and channel.id = answer.channel_id
      join claims claim on claim.mall_id = answer.mall_id
        and claim.channel_id = answer.channel_id and claim.claim_no = answer.claim_no
      join order_lines line on line.mall_id = claim.mall_id and line.id = claim.order_line_id
      join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
      left join courier_codes code on code.mall_id = answer.mall_id
        and code.marketplace = channel.marketplace and code.courier = answer.courier
      where answer.mall_id = ${ctx.mallId} and answer.id = ${lease.id}
      group by answer.mall_id, answer.id, channel.marketplace, code.code`,
    );
    await markAsked(tx, ctx, answerWork, lease.id);
    return opened ? { ...withCourierCode(opened), ...lease } : null;
  });
}

function withCourierCode({ courier, ownCode, ...answer }: OpenRow) {
  return { ...answer, courierCode: courierCodeFor(answer.marketplace, courier, ownCode) ?? '' };
}
