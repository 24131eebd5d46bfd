import type { CancelToApprove, Connection, UnitResult } from '../channel';
import { ChannelBrokenAnswerError } from '../errors';
import { reasonOf } from '../reason';
import { unsendable, writeInTurn } from '../writing';
import { smartstoreClient } from './client';
import { isId } from './reading';
import { resultsSchema, rowResult } from './results';

/** 취소 승인, product order by product order: each is a claim of its own. */
export function approveCancels(
  connection: Connection,
  cancels: CancelToApprove[],
): Promise<UnitResult[]> {
  const client = smartstoreClient(connection);
  const batches = cancels.map((cancel) => [cancel]);
  return writeInTurn(batches, (batch) =>
    Promise.all(
      batch.map(async ({ unitNo }): Promise<UnitResult> => {
        if (!isId(unitNo)) return unsendable(unitNo, 'unit');
        const answer = resultsSchema.safeParse(
          await client.post(`/${unitNo}/claim/cancel/approve`, {}),
        );
        if (!answer.success) throw new ChannelBrokenAnswerError(reasonOf(answer.error));
        const result = rowResult(unitNo, answer.data);
        if ('outcome' in result) return result;
        return { unitNo, outcome: 'rejected', ...result.doubtful };
      }),
    ),
  );
}
