import type { Answer } from '../http';
import { type JournalEntry, writeJournal } from '../store/journal';
import type { Transaction } from '../store/sql';
import { lockUnits, saveUnits } from '../store/units';
import { answered, type SmartstoreCall } from './call';
import { type SmartstoreUnit, statusesOf } from './product-order';
import { type FailureCode, failuresOf } from './results';

interface Decision extends Omit<JournalEntry, 'unitNo' | 'orderNo' | 'lineKeys'> {
  readonly document: SmartstoreUnit;
}

/** Changes the one product order that the path names, or says why not. */
export async function decide(
  call: SmartstoreCall,
  decision: (unit: SmartstoreUnit, tx: Transaction) => Promise<Decision | FailureCode>,
  ifUnknown: FailureCode = '104442',
): Promise<Answer> {
  const [productOrderId = ''] = call.parameters;
  const failure = await call.practice.sql.begin(async (tx): Promise<FailureCode | null> => {
    const [unit] = await lockUnits<SmartstoreUnit>(tx, call.shop.key, [productOrderId]);
    if (!unit) return ifUnknown;
    const decided = await decision(unit.document, tx);
    if (typeof decided === 'string') return decided;
    const { document, ...entry } = decided;
    await saveUnits(tx, [{ id: unit.id, statuses: statusesOf(document), document }]);
    const { unitNo, orderNo } = unit;
    await writeJournal(tx, call.shop, call.now, [
      { unitNo, orderNo, lineKeys: [unitNo], ...entry },
    ]);
    return null;
  });
  return answeredFor(call, failure);
}

export function answeredFor(call: SmartstoreCall, code: FailureCode | null): Answer {
  const [productOrderId = ''] = call.parameters;
  return answered(call, {
    successProductOrderIds: code === null ? [productOrderId] : [],
    failProductOrderInfos: failuresOf([{ productOrderId, code }]),
  });
}
