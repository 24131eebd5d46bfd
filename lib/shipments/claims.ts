import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { CollectedClaim } from '@/lib/channels/channel';
import type { Ctx } from '@/lib/context';
import { insertRows, storableJson, unnested } from './bulk';
import { HOLDING_CLAIMS, syncClaimHolds } from './claim-holds';
import { lockChannelIntake, lockOrderLines } from './locks';
import { lockParcelsOf } from './parcels';
import { retire } from './retire';
import { openTouches, type Touches } from './touches';
import { releaseWaitingParts } from './waiting-parts';

export type ClaimIntakeResult = { added: number; updated: number };

/**
 * Takes in claims as they stand at `ctx.now`. A claim on what has not left holds its shipment at
 * once; withdrawn or rejected lifts that hold when no other claim stands; a cancel that is done
 * takes its units out of the shipment. A claim on a line we never collected is left out.
 */
export async function intakeClaims(
  tx: Tx,
  ctx: Ctx,
  channelId: number,
  claims: readonly CollectedClaim[],
): Promise<ClaimIntakeResult> {
  await lockChannelIntake(tx, ctx, channelId);
  const stored = await readClaims(tx, ctx, channelId, claims);
  const latest = new Map(claims.map((claim) => [keyOf(claim), claim]));
  const news = [...latest.values()].flatMap((claim) => {
    const known = stored.get(keyOf(claim));
    return known && isNews(known, claim, ctx.now) ? { claim, known } : [];
  });
  if (news.length === 0) return { added: 0, updated: 0 };

  const lineIds = [...new Set(news.map(({ known }) => known.orderLineId))];
  await lockOrderLines(tx, ctx, lineIds);
  const added = news.filter(({ known }) => known.id === null);
  await insertRows(tx, ctx, claimTable(ctx, channelId), added);
  await updateClaims(
    tx,
    ctx,
    news.filter(({ known }) => known.id !== null),
  );
  const touches = openTouches(tx, ctx, 'claim', { channelId });
  await followClaims(tx, ctx, lineIds, touches);
  await touches.finish();
  await releaseWaitingParts(tx, ctx);
  return { added: added.length, updated: news.length - added.length };
}

type StoredClaim = {
  id: number | null;
  orderLineId: number;
  orderQty: number;
  state: string | null;
  qty: number | null;
  readAtMs: number | null;
};

type News = { claim: CollectedClaim; known: StoredClaim };

/** Each line that a claim names, with what is stored of that claim. */
async function readClaims(
  tx: Tx,
  ctx: Ctx,
  channelId: number,
  claims: readonly CollectedClaim[],
): Promise<Map<string, StoredClaim>> {
  const found = await rows<StoredClaim & { claimNo: string; lineKey: string }>(
    tx,
    sql`
    select line.id as "orderLineId", line.qty as "orderQty", claim.id, claim.state, claim.qty,
      (extract(epoch from claim.read_at) * 1000)::bigint as "readAtMs",
      given.claim_no as "claimNo", given.line_key as "lineKey"
    from ${unnested<CollectedClaim>({ claim_no: ['text', (claim) => claim.claimNo], line_key: ['text', (claim) => claim.lineKey] }, claims)}
    join order_lines line on line.mall_id = ${ctx.mallId} and line.channel_id = ${channelId}
      and line.line_key = given.line_key
    left join claims claim on claim.mall_id = ${ctx.mallId} and claim.channel_id = ${channelId}
      and claim.claim_no = given.claim_no and claim.order_line_id = line.id`,
  );
  return new Map(found.map((claim) => [keyOf(claim), claim]));
}

function isNews(known: StoredClaim, claim: CollectedClaim, readAt: Date): boolean {
  if (known.readAtMs !== null && readAt.getTime() < known.readAtMs) return false;
  return known.state !== claim.state || known.qty !== quantityOf({ claim, known });
}

/** A channel that names no quantity means the whole line. */
function quantityOf({ claim, known }: News): number {
  return Math.min(claim.quantity > 0 ? claim.quantity : known.orderQty, known.orderQty);
}

const claimTable = (ctx: Ctx, channelId: number) => ({
  table: 'claims',
  columns: {
    channel_id: ['bigint', channelId],
    order_line_id: ['bigint', ({ known }: News) => known.orderLineId],
    claim_no: ['text', ({ claim }: News) => claim.claimNo],
    kind: ['text', ({ claim }: News) => claim.kind],
    state: ['text', ({ claim }: News) => claim.state],
    qty: ['int', quantityOf],
    reason: ['text', ({ claim }: News) => claim.reason],
    requested_at: ['timestamptz', ({ claim }: News) => claim.requestedAt.toISOString()],
    read_at: ['timestamptz', ctx.now.toISOString()],
    raw: ['jsonb', ({ claim }: News) => storableJson(claim.raw)],
  } as const,
});

async function updateClaims(tx: Tx, ctx: Ctx, news: readonly News[]): Promise<void> {
  if (news.length === 0) return;
  await tx.execute(sql`
    update claims claim
    set state = given.state, qty = given.qty, reason = given.reason, raw = given.raw::jsonb,
      read_at = ${ctx.now.toISOString()}, seen_at = null
    from ${unnested<News>(
      {
        id: ['bigint', ({ known }) => known.id],
        state: ['text', ({ claim }) => claim.state],
        qty: ['int', quantityOf],
        reason: ['text', ({ claim }) => claim.reason],
        raw: ['jsonb', ({ claim }) => storableJson(claim.raw)],
      },
      news,
    )}
    where claim.mall_id = ${ctx.mallId} and claim.id = given.id`);
}

/** Sets each line's claim state from its claims, takes out what is cancelled, holds and lifts. */
async function followClaims(tx: Tx, ctx: Ctx, lineIds: number[], touches: Touches): Promise<void> {
  await tx.execute(sql`
    update order_lines line set claim_state = latest.state
    from (
      select distinct on (order_line_id) order_line_id, kind || '_' || state as state
      from claims
      where mall_id = ${ctx.mallId} and order_line_id = any(${sql.param(lineIds)}::bigint[])
      order by order_line_id,
        kind || '_' || state = any(${sql.param([...HOLDING_CLAIMS])}::text[]) desc,
        requested_at desc, id desc
    ) latest
    where line.mall_id = ${ctx.mallId} and line.id = latest.order_line_id
      and line.claim_state <> latest.state`);
  const { shipments } = await lockParcelsOf(tx, ctx, lineIds);
  const cancelled = await rows<{ orderLineId: number; addedQty: number }>(
    tx,
    sql`
    select line.id as "orderLineId",
      (least(sum(claim.qty), line.qty) - line.cancelled_qty)::int as "addedQty"
    from order_lines line
    join claims claim on claim.mall_id = line.mall_id and claim.order_line_id = line.id
      and claim.kind = 'cancel' and claim.state = 'done'
    where line.mall_id = ${ctx.mallId} and line.id = any(${sql.param(lineIds)}::bigint[])
    group by line.id, line.qty, line.cancelled_qty
    having least(sum(claim.qty), line.qty) > line.cancelled_qty`,
  );
  await retire(tx, ctx, cancelled, touches);
  await syncClaimHolds(tx, ctx, [...shipments.keys()], touches);
}

function keyOf({ claimNo, lineKey }: { claimNo: string; lineKey: string }): string {
  return JSON.stringify([claimNo, lineKey]);
}
