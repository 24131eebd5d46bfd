import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { ensureCompositions, fingerprintOf } from '@/lib/shipments/compositions';
import { lockMatching } from '@/lib/shipments/locks';
import { expectMany } from '@/lib/shipments/many';
import { finishRun, startRun } from '@/lib/shipments/runs';
import { decideKeys, judgeKeys } from './decide';
import { matchesIn } from './import-plan';
import type { MatchRow } from './match-sheet';
import { matchRules } from './reasons';
import type { Rematched } from './rematch';

/** Remembers the good rows of an uploaded sheet: new matches and changed ones. */
export async function importMatches(
  ctx: Ctx,
  { uploadId, rematch }: { uploadId: number; rematch: boolean },
): Promise<Rematched & { runId: number; matches: number }> {
  return inMall(ctx, async (tx) => {
    await lockMatching(tx, ctx, 'alone');
    const { fileName } = await lockUpload(tx, ctx, uploadId);
    const matches = matchesIn(await goodRows(tx, ctx, uploadId));
    await expectMany(tx, matches.length);
    const idOf = await ensureCompositions(
      tx,
      ctx,
      matches.map((match) => match.items),
    );
    const meanings = matches.map(({ items, rowNos, ...key }) => ({
      ...key,
      compositionId: idOf.get(fingerprintOf(items)) ?? 0,
      rule: matchRules.imported,
    }));
    const oddities = await judgeKeys(tx, ctx, meanings);
    const runId = await startRun(tx, ctx, 'match', { fileName, uploadId });
    const decisions = meanings.map((key, index) => ({ ...key, oddities: oddities[index] ?? null }));
    const done = await decideKeys(tx, ctx, runId, { decisions, rematch });
    await closeUpload(tx, ctx, uploadId, runId);
    await finishRun(tx, ctx, runId, { matches: matches.length, ...done });
    return { runId, matches: matches.length, ...done };
  });
}

async function lockUpload(tx: Tx, ctx: Ctx, uploadId: number): Promise<{ fileName: string }> {
  const [upload] = await rows<{ fileName: string; state: string }>(
    tx,
    sql`
    select file_name as "fileName", state from uploads
    where mall_id = ${ctx.mallId} and id = ${uploadId} and purpose = 'matches' for update`,
  );
  if (upload?.state === 'committed') throw new ExpectedError('match.errors.alreadyImported');
  if (upload?.state !== 'previewed') throw new ExpectedError('errors.notFound');
  return upload;
}

async function goodRows(tx: Tx, ctx: Ctx, uploadId: number): Promise<MatchRow[]> {
  const good = await rows<{ values: MatchRow }>(
    tx,
    sql`
    select values from upload_rows
    where mall_id = ${ctx.mallId} and upload_id = ${uploadId} and outcome in ('new', 'warned')
    order by row_no`,
  );
  return good.map((row) => row.values);
}

async function closeUpload(tx: Tx, ctx: Ctx, uploadId: number, runId: number) {
  await tx.execute(sql`
    update upload_rows set outcome = 'committed'
    where mall_id = ${ctx.mallId} and upload_id = ${uploadId} and outcome in ('new', 'warned')`);
  await tx.execute(sql`
    update uploads set state = 'committed', committed_at = ${ctx.now.toISOString()},
      run_id = ${runId}
    where mall_id = ${ctx.mallId} and id = ${uploadId}`);
}
