import { expectMany } from '@/db/expect-many';
import { type Ctx, inMall } from '@/lib/context';
import { closeImport, takeGoodRows } from '@/lib/files/bring-in';
import { ensureCompositions } from '@/lib/shipments/compositions';
import { fingerprintOf } from '@/lib/shipments/fingerprint';
import { lockMatching } from '@/lib/shipments/locks';
import { finishRun, startRun } from '@/lib/shipments/runs/runs';
import { decideKeys, judgeKeys } from '../decide';
import { matchRules } from '../reasons';
import type { Rematched } from '../rematch/rematch';
import { matchesIn } from './import-plan';
import type { MatchRow } from './match-sheet';

/** Remembers the good rows of an uploaded sheet: new matches and changed ones. */
export async function importMatches(
  ctx: Ctx,
  { uploadId, rematch }: { uploadId: number; rematch: boolean },
): Promise<Rematched & { runId: number; matches: number }> {
  return inMall(ctx, async (tx) => {
    await lockMatching(tx, ctx, 'alone');
    const { fileName, good } = await takeGoodRows<MatchRow>(tx, ctx, 'matches', uploadId);
    const matches = matchesIn(good);
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
    await closeImport(tx, ctx, uploadId, runId);
    await finishRun(tx, ctx, runId, { matches: matches.length, ...done });
    return { runId, matches: matches.length, ...done };
  });
}
