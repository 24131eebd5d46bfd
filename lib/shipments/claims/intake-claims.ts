import { sql } from 'drizzle-orm';
import { insertRows, storableJson, unnested } from '@/db/bulk';
import { rows, type Tx } from '@/db/rows';
import { type ClaimState, openClaimStates } from '@/lib/channels/claim';
import type { CollectedClaim } from '@/lib/channels/collected';
import type { Ctx } from '@/lib/context';
import { lockChannelIntake, lockOrderLines, lockShipments } from '../locks';
import { replacementsOf, stopReplacements } from '../parcels/cancel-resent';
import { openTouches } from '../runs/touches';
import { followClaims } from './follow-claims';
import { retiredQty } from './nothing-sent';
import { restoreUnits } from './restore';

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
  const read = [...latest.values()].flatMap((claim) => {
    const known = stored.get(keyOf(claim));
    return known && !isOlder(known, ctx.now) ? { claim, known } : [];
  });
  const news = read.filter(isNews);
  const restated = read.filter(
    ({ claim, known }) => known.id !== null && known.channelState !== claim.state,
  );
  if (news.length + restated.length === 0) return { added: 0, updated: 0 };

  await lockOrderLines(tx, ctx, linesOf([...news, ...restated]));
  const lineIds = linesOf(news);
  const added = news.filter(({ known }) => known.id === null);
  await insertRows(tx, ctx, claimTable(ctx, channelId), added);
  await updateClaims(
    tx,
    ctx,
    news.filter(({ known }) => known.id !== null),
  );
  await restate(tx, ctx, restated);
  if (news.length === 0) return { added: 0, updated: 0 };
  const over = news.flatMap(({ claim, known }) =>
    known.id !== null && WITHDRAWS.includes(claim.state) ? known.id : [],
  );
  // Before any stock, as everywhere.
  await lockShipments(tx, ctx, await replacementsOf(tx, ctx, over));
  const touches = openTouches(tx, ctx, 'claim', { channelId });
  for (const { claim, known } of news)
    if (known.isDecided && known.state === 'done' && WITHDRAWS.includes(claim.state))
      await restoreUnits(tx, ctx, known.orderLineId, known.retiredQty, touches);
  await followClaims(tx, ctx, lineIds, touches);
  await touches.finish();
  await stopReplacements(tx, ctx, over);
  return { added: added.length, updated: news.length - added.length };
}

type StoredClaim = {
  id: number | null;
  orderLineId: number;
  orderQty: number;
  kind: string | null;
  state: string | null;
  channelState: string | null;
  qty: number | null;
  /** Units that its acceptance took out of their parcels. */
  retiredQty: number;
  readAtMs: number | null;
  isDecided: boolean;
  /** The later of its request and of what was decided here. */
  settledAtMs: number | null;
};

type News = { claim: CollectedClaim; known: StoredClaim };

const linesOf = (read: readonly News[]) => [...new Set(read.map(({ known }) => known.orderLineId))];

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
    select line.id as "orderLineId", line.qty as "orderQty", claim.id, claim.kind, claim.state,
      claim.channel_state as "channelState", claim.qty, ${retiredQty} as "retiredQty",
      (extract(epoch from claim.read_at) * 1000)::bigint as "readAtMs",
      claim.decided_at is not null as "isDecided",
      (extract(epoch from greatest(claim.requested_at, claim.decided_at)) * 1000)::bigint
        as "settledAtMs",
      given.claim_no as "claimNo", given.line_key as "lineKey"
    from ${unnested<CollectedClaim>({ claim_no: ['text', (claim) => claim.claimNo], line_key: ['text', (claim) => claim.lineKey] }, claims)}
    join order_lines line on line.mall_id = ${ctx.mallId} and line.channel_id = ${channelId}
      and line.line_key = given.line_key
    left join claims claim on claim.mall_id = ${ctx.mallId} and claim.channel_id = ${channelId}
      and claim.claim_no = given.claim_no and claim.order_line_id = line.id`,
  );
  return new Map(found.map((claim) => [keyOf(claim), claim]));
}

/** Until the channel has heard of what was decided here, it still tells the request. */
const OLDER_THAN_A_DECISION: readonly ClaimState[] = openClaimStates;

/** The buyer wants it after all: what was cancelled here comes back. */
const WITHDRAWS: readonly string[] = ['withdrawn', 'rejected'];

const isOlder = ({ readAtMs }: StoredClaim, readAt: Date) =>
  readAtMs !== null && readAt.getTime() < readAtMs;

function isNews({ known, claim }: News): boolean {
  if (isAnotherKind({ claim, known }) || isAskedAgain({ claim, known })) return true;
  if (known.isDecided && OLDER_THAN_A_DECISION.includes(claim.state)) return false;
  if (known.isDecided && known.state === 'rejected' && claim.state === 'withdrawn') return false;
  return known.state !== claim.state || known.qty !== quantityOf({ claim, known });
}

/** A cancel of what had left already goes on as a return, to be decided anew. */
function isAnotherKind({ claim, known }: News): boolean {
  const isOpen = OLDER_THAN_A_DECISION.includes(claim.state);
  return known.kind !== null && known.kind !== claim.kind && isOpen;
}

/**
 * A channel may give a later request the number of the one that was refused: it has told of the end
 * of that one, or this one was made after the decision.
 */
function isAskedAgain({ claim, known }: News): boolean {
  if (!known.isDecided || !OLDER_THAN_A_DECISION.includes(claim.state)) return false;
  if (WITHDRAWS.includes(known.channelState ?? '')) return true;
  return known.state === 'rejected' && claim.requestedAt.getTime() > (known.settledAtMs ?? 0);
}

/** A channel that names no quantity means what it named before, else the whole line. */
function quantityOf({ claim, known }: News): number {
  const told = claim.quantity > 0 ? claim.quantity : (known.qty ?? known.orderQty);
  return Math.min(told, known.orderQty);
}

const claimTable = (ctx: Ctx, channelId: number) => ({
  table: 'claims',
  columns: {
    channel_id: ['bigint', channelId],
    order_line_id: ['bigint', ({ known }: News) => known.orderLineId],
    claim_no: ['text', ({ claim }: News) => claim.claimNo],
    kind: ['text', ({ claim }: News) => claim.kind],
    state: ['text', ({ claim }: News) => claim.state],
    channel_state: ['text', ({ claim }: News) => claim.state],
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
    set kind = given.kind, state = given.state, qty = given.qty,
      sent_qty = case when given.kind = claim.kind and given.state = 'done' then claim.sent_qty
        else 0 end,
      reason = coalesce(nullif(given.reason, ''), claim.reason), raw = given.raw::jsonb,
      read_at = ${ctx.now.toISOString()}, seen_at = null,
      requested_at = case when given.is_again then given.requested_at else claim.requested_at end,
      decided_at = case when given.state = 'withdrawn' or given.kind <> claim.kind or given.is_again
        then null else claim.decided_at end
    from ${unnested<News>(
      {
        id: ['bigint', ({ known }) => known.id],
        kind: [
          'text',
          ({ claim, known }) => (isAnotherKind({ claim, known }) ? claim.kind : known.kind),
        ],
        state: ['text', ({ claim }) => claim.state],
        is_again: ['boolean', isAskedAgain],
        requested_at: ['timestamptz', ({ claim }) => claim.requestedAt.toISOString()],
        qty: ['int', quantityOf],
        reason: ['text', ({ claim }) => claim.reason],
        raw: ['jsonb', ({ claim }) => storableJson(claim.raw)],
      },
      news,
    )}
    where claim.mall_id = ${ctx.mallId} and claim.id = given.id`);
}

/** Keeps the channel's word beside ours: what was decided here stands. */
async function restate(tx: Tx, ctx: Ctx, restated: readonly News[]): Promise<void> {
  if (restated.length === 0) return;
  await tx.execute(sql`
    update claims claim set channel_state = given.state, read_at = ${ctx.now.toISOString()}
    from ${unnested<News>({ id: ['bigint', ({ known }) => known.id], state: ['text', ({ claim }) => claim.state] }, restated)}
    where claim.mall_id = ${ctx.mallId} and claim.id = given.id`);
}

function keyOf({ claimNo, lineKey }: { claimNo: string; lineKey: string }): string {
  return JSON.stringify([claimNo, lineKey]);
}
