import type { Connection } from '../channel';
import { ChannelBrokenAnswerError } from '../errors';
import { reasonOf } from '../reason';
import type { DelayNotice, DelayReason, SoldOutLine } from '../telling';
import type { UnitResult } from '../unit';
import { oneByOne, unsendable } from '../writing';
import { type SmartstoreClient, smartstoreClient } from './client';
import { isId } from './reading';
import { resultsSchema, rowResult } from './results';

const reasons: Record<DelayReason, string> = {
  preparing: 'PRODUCT_PREPARE',
  customer: 'CUSTOMER_REQUEST',
  custom_made: 'CUSTOM_BUILD',
  reserved: 'RESERVED_DISPATCH',
  overseas: 'OVERSEA_DELIVERY',
  other: 'ETC',
};

/** 발송 지연 처리, product order by product order: the end of that day is the new term. */
export function tellDelays(connection: Connection, notices: DelayNotice[]): Promise<UnitResult[]> {
  return tellEach(connection, notices, (client, { unitNo, reason, detail, shipOn }) =>
    client.post(`/${unitNo}/delay`, {
      dispatchDueDate: `${shipOn}T23:59:59.000+09:00`,
      delayedDispatchReason: reasons[reason],
      dispatchDelayedDetailedReason: detail,
    }),
  );
}

/** 취소 요청 by the seller: it is done at once. */
export function cancelSoldOut(connection: Connection, lines: SoldOutLine[]): Promise<UnitResult[]> {
  return tellEach(connection, lines, (client, { unitNo }) =>
    client.post(`/${unitNo}/claim/cancel/request`, { cancelReason: 'SOLD_OUT' }),
  );
}

function tellEach<Unit extends { unitNo: string }>(
  connection: Connection,
  units: Unit[],
  write: (client: SmartstoreClient, unit: Unit) => Promise<unknown>,
): Promise<UnitResult[]> {
  const client = smartstoreClient(connection);
  return oneByOne(units, async (unit) =>
    isId(unit.unitNo)
      ? resultOf(unit.unitNo, await write(client, unit))
      : unsendable(unit.unitNo, 'unit'),
  );
}

function resultOf(unitNo: string, answered: unknown): UnitResult {
  const answer = resultsSchema.safeParse(answered);
  if (!answer.success) throw new ChannelBrokenAnswerError(reasonOf(answer.error));
  const result = rowResult(unitNo, answer.data);
  return 'outcome' in result ? result : { unitNo, outcome: 'rejected', ...result.doubtful };
}
