import type { CancelToApprove, Connection, UnitResult } from '../channel';
import { unsendable, writeInTurn } from '../writing';
import { coupangClient } from './client';

/** 출고중지완료, request by request: its pieces do not leave. */
export function approveCancels(
  connection: Connection,
  cancels: CancelToApprove[],
): Promise<UnitResult[]> {
  const client = coupangClient(connection);
  const batches = cancels.map((cancel) => [cancel]);
  return writeInTurn(batches, (batch) =>
    Promise.all(
      batch.map(async ({ claimNo, unitNo, quantity }): Promise<UnitResult> => {
        if (!/^\d+$/.test(claimNo) || quantity < 1) return unsendable(unitNo, 'unit');
        await client.write('PUT', `/returnRequests/${claimNo}/stoppedShipment`, {
          vendorId: client.vendorId,
          receiptId: BigInt(claimNo),
          cancelCount: quantity,
        });
        return { unitNo, outcome: 'accepted', code: '200', message: '' };
      }),
    ),
  );
}
