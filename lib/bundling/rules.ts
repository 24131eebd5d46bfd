import { sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { fingerprintOf } from './fingerprint';
import { type Answer, type Candidate, type GoodsRule, pairOf, type Rules } from './parcel';
import { readVirtualPhonesSuffice } from './settings';

/** What decides beside the shipments themselves: the mall's setting, its goods, its answers. */
export async function loadRules(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  candidates: readonly Candidate[],
): Promise<Rules> {
  return {
    virtualPhonesSuffice: await readVirtualPhonesSuffice(tx, ctx),
    goods: await loadGoodsRules(tx, ctx),
    answers: await loadAnswers(tx, ctx, candidates),
    freeQty: new Map(),
  };
}

async function loadGoodsRules(tx: Tx, ctx: Pick<Ctx, 'mallId'>): Promise<Map<number, GoodsRule>> {
  const found = await rows<GoodsRule & { id: number }>(
    tx,
    sql`
    select id, bundling, max_per_parcel as "maxPerParcel" from variants
    where mall_id = ${ctx.mallId} and (bundling <> 'normal' or max_per_parcel is not null)`,
  );
  return new Map(found.map(({ id, ...rule }) => [id, rule]));
}

async function loadAnswers(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  candidates: readonly Candidate[],
): Promise<Map<string, Answer>> {
  const { found: hasAnswers } = await oneRow<{ found: boolean }>(
    tx,
    sql`select exists (select from bundle_answers where mall_id = ${ctx.mallId}) as found`,
  );
  if (!hasAnswers) return new Map();
  const fingerprints = new Set(
    candidates.flatMap((candidate) => candidate.profiles.map(fingerprintOf)),
  );
  const found = await rows<Answer & { keyA: string; keyB: string }>(
    tx,
    sql`
    select id, key_a as "keyA", key_b as "keyB", is_together as "isTogether" from bundle_answers
    where mall_id = ${ctx.mallId} and key_a = any(${sql.param([...fingerprints])}::text[])`,
  );
  return new Map(found.map(({ keyA, keyB, ...answer }) => [pairOf(keyA, keyB), answer]));
}
