import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import type { CancelToApprove, Channel, Connection, UnitResult } from '@/lib/channels/channel';
import { ChannelError } from '@/lib/channels/errors';
import { channelOf } from '@/lib/channels/registry';
import type { OpenConnection } from '@/lib/collection/connection';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { decideClaims } from './decide-claim';

type Asked = CancelToApprove & {
  claimIds: number[];
  channelId: number;
  marketplace: string;
  requestedAt: string;
};

const LEASE_MS = 120_000;
const DAY_MS = 86_400_000;

/**
 * Tells the channel that a cancel is agreed to, then accepts it here. Who asks second meanwhile is
 * told so; an answer that tells too little is read back from the channel's claims before it counts.
 */
export async function approveCancel(
  ctx: Ctx,
  claimId: number,
  open: OpenConnection,
): Promise<{ decided: number; refused: number }> {
  const asked = await takeCancel(ctx, claimId);
  const { channel, connection } = await reach(ctx, asked, open);
  const [result] = await channel.approveCancels(connection, [asked]);
  const answer = await answerOf(channel, connection, asked, result);
  const message = result?.message ?? '';
  if (answer !== 'done') {
    await keepAnswer(ctx, asked, answer, message);
    if (answer === 'unknown') throw new ExpectedError('claims.errors.channelUnknown');
    throw new ExpectedError('claims.errors.channelRefused', { message });
  }
  // The lease stands until it is accepted here too: nobody tells the channel again in between.
  const decided = await decideClaims(ctx, asked.claimIds, 'accept');
  await keepAnswer(ctx, asked, answer, message);
  return decided;
}

async function keepAnswer(ctx: Ctx, { claimIds }: Asked, answer: string, message: string) {
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update claims set answer = ${answer}, answer_message = ${message}, answer_leased_until = null
      where mall_id = ${ctx.mallId} and id = any(${sql.param(claimIds)}::bigint[])`),
  );
}

/** All lines of the claim, leased; only what nothing of has left. */
async function takeCancel(ctx: Ctx, claimId: number): Promise<Asked> {
  const now = ctx.now.toISOString();
  const until = new Date(ctx.now.getTime() + LEASE_MS).toISOString();
  return inMall(ctx, async (tx) => {
    const taken = await rows<{ id: number }>(
      tx,
      sql`
      update claims claim
      set answer = 'sending', answer_verb = 'approveCancel', answer_leased_until = ${until}
      from claims named
      where named.mall_id = ${ctx.mallId} and named.id = ${claimId}
        and claim.mall_id = ${ctx.mallId} and claim.channel_id = named.channel_id
        and claim.claim_no = named.claim_no and claim.kind = 'cancel' and claim.source = 'channel'
        and claim.state = 'requested'
        and (claim.answer <> 'sending' or claim.answer_leased_until < ${now})
      returning claim.id`,
    );
    if (taken.length === 0) throw new ExpectedError('claims.errors.alreadyDecided');
    const ids = sql.param(taken.map((claim) => claim.id));
    const [asked] = await rows<Asked & { hasLeft: boolean }>(
      tx,
      sql`
      select claim.claim_no as "claimNo", min(line.channel_unit_no) as "unitNo",
        orders.order_no as "orderNo", array_agg(line.line_key order by line.id) as "lineKeys",
        sum(claim.qty)::int as quantity, json_agg(claim.id order by claim.id) as "claimIds",
        claim.channel_id as "channelId", channel.marketplace,
        min(claim.requested_at) as "requestedAt",
        bool_or(exists (
          select from shipment_lines part
          join shipments shipment on shipment.mall_id = part.mall_id
            and shipment.id = part.shipment_id and shipment.stage in ('shipped', 'delivered')
          where part.mall_id = line.mall_id and part.order_line_id = line.id and part.qty > 0
        )) as "hasLeft"
      from claims claim
      join order_lines line on line.mall_id = claim.mall_id and line.id = claim.order_line_id
      join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
      join channels channel on channel.mall_id = claim.mall_id and channel.id = claim.channel_id
      where claim.mall_id = ${ctx.mallId} and claim.id = any(${ids}::bigint[])
      group by claim.claim_no, orders.order_no, claim.channel_id, channel.marketplace`,
    );
    if (!asked) throw new ExpectedError('errors.notFound');
    if (asked.hasLeft) throw new ExpectedError('claims.errors.alreadyShipped');
    return asked;
  });
}

type Approving = Channel & Required<Pick<Channel, 'approveCancels'>>;

const approves = (channel: Channel | null | undefined): channel is Approving =>
  channel?.approveCancels !== undefined;

async function reach(ctx: Ctx, asked: Asked, open: OpenConnection) {
  const channel = channelOf(asked.marketplace);
  const connection = approves(channel) ? await open(ctx, asked.channelId) : null;
  if (approves(channel) && connection) return { channel, connection };
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update claims set answer = 'none', answer_leased_until = null
      where mall_id = ${ctx.mallId} and id = any(${sql.param(asked.claimIds)}::bigint[])`),
  );
  throw new ExpectedError('claims.errors.onlySellerCentre');
}

/** What the channel's own claims say counts more than a refusal or silence. */
async function answerOf(
  channel: Channel,
  connection: Connection,
  asked: Asked,
  result: UnitResult | undefined,
): Promise<'done' | 'failed' | 'unknown'> {
  if (result?.outcome === 'accepted' || result?.outcome === 'already') return 'done';
  if (result?.outcome === 'retry') return 'failed';
  const from = new Date(Date.parse(asked.requestedAt) - DAY_MS);
  try {
    for await (const page of channel.claims(connection, { from, to: connection.now() }, ['cancel']))
      for (const claim of page)
        if (claim.claimNo === asked.claimNo && claim.state !== 'requested')
          return claim.state === 'done' ? 'done' : 'failed';
    return 'failed';
  } catch (error) {
    if (error instanceof ChannelError) return 'unknown';
    throw error;
  }
}
