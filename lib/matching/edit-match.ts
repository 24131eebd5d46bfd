import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { ensureComposition } from '@/lib/shipments/compositions';
import type { CompositionItem } from '@/lib/shipments/fingerprint';
import { lockMatching } from '@/lib/shipments/locks';
import { finishRun, startRun } from '@/lib/shipments/runs/runs';
import { decideKeys, judgeKeys, refuseForeignVariants } from './decide';
import { matchRules } from './reasons';
import { findAffected } from './rematch/affected';
import { type Rematched, rematchLines } from './rematch/rematch';
import { forgetMatches, type NamedKey } from './remembered';

export type MatchEdit = {
  matchId: number;
  items: CompositionItem[];
  /** Also the lines that have not left yet; else later ones alone. */
  rematch: boolean;
};

/** Gives a remembered match another meaning. */
export async function editMatch(ctx: Ctx, edit: MatchEdit): Promise<Rematched & { runId: number }> {
  return inMall(ctx, async (tx) => {
    await lockMatching(tx, ctx, 'alone');
    const [key] = await lockMatches(tx, ctx, [edit.matchId]);
    if (!key) throw new ExpectedError('errors.notFound');
    await refuseForeignVariants(tx, ctx, edit.items);
    const runId = await startRun(tx, ctx, 'match', { edited: key.productName, option: key.option });
    const compositionId = await ensureComposition(tx, ctx, edit.items);
    const [oddities = null] = await judgeKeys(tx, ctx, [{ ...key, compositionId }]);
    const done = await decideKeys(tx, ctx, runId, {
      decisions: [{ ...key, compositionId, rule: matchRules.byHand, oddities }],
      rematch: edit.rematch,
    });
    await finishRun(tx, ctx, runId, { matches: 1, ...done });
    return { runId, ...done };
  });
}

/** Forgets matches; with `rematch` their lines that have not left wait for a match again. */
export async function deleteMatches(
  ctx: Ctx,
  { matchIds, rematch }: { matchIds: number[]; rematch: boolean },
): Promise<Rematched & { runId: number; matches: number }> {
  return inMall(ctx, async (tx) => {
    await lockMatching(tx, ctx, 'alone');
    const keys = await lockMatches(tx, ctx, matchIds);
    const [first] = keys;
    if (!first) throw new ExpectedError('errors.notFound');
    const { productName, option } = first;
    const runId = await startRun(tx, ctx, 'match', { forgotten: productName, option });
    const meanings = keys.map((key) => ({ ...key, compositionId: null, rule: 0 }));
    const find = () =>
      rematch ? findAffected(tx, ctx, meanings, { rematch }) : Promise.resolve([]);
    const done = await rematchLines(tx, ctx, runId, find);
    const matches = await forgetMatches(tx, ctx, runId, matchIds);
    await finishRun(tx, ctx, runId, { matches, ...done });
    return { runId, matches, ...done };
  });
}

export async function lockMatches(tx: Tx, ctx: Ctx, matchIds: number[]): Promise<NamedKey[]> {
  return rows<NamedKey>(
    tx,
    sql`
    select channel_id as "channelId", product_key as "productKey", option_key as "optionKey",
      product_code as "productCode", product_name as "productName", option
    from matches
    where mall_id = ${ctx.mallId} and id = any(${sql.param(matchIds)}::bigint[])
    order by id for update`,
  );
}
