import type { Answer } from '../http';
import { type Unit, unitColumns } from '../store/units';
import { answered, badRequest, type SmartstoreCall } from './call';
import { type Period, periodOf, sizeOf } from './period';
import { kstMoment, type SmartstoreUnit } from './product-order';
import { changeOnTheWire } from './wire';

const MAX_ROWS = 300;

/** Product orders by their last change, oldest first; `more` names the first one of the next page. */
export async function listChanges(call: SmartstoreCall): Promise<Answer> {
  const { query } = call;
  const period = periodOf(query.get('lastChangedFrom'), query.get('lastChangedTo'));
  const size = sizeOf(query.get('limitCount'), MAX_ROWS);
  const sequence = query.get('moreSequence') ?? '';
  if (!/^\d{0,20}$/.test(sequence)) badRequest('moreSequence 항목이 유효하지 않습니다.');
  const units = await changedUnits(call, period, sequence, size + 1);
  const page = units.slice(0, size).map(({ document }) => document);
  if (page.length === 0) return answered(call);
  const next = call.fault === 'duplicatePage' ? page[0] : units[size]?.document;
  return answered(call, {
    lastChangeStatuses: page.map(changeOnTheWire),
    count: page.length,
    ...(next && { more: placeOf(next) }),
  });
}

function placeOf({ lastChanged, productOrder }: SmartstoreUnit) {
  return {
    moreFrom: kstMoment(new Date(lastChanged.at)),
    moreSequence: productOrder.productOrderId,
  };
}

function changedUnits(
  { practice: { sql }, shop, query }: SmartstoreCall,
  { from, to }: Period,
  sequence: string,
  limit: number,
): Promise<Unit<SmartstoreUnit>[]> {
  const type = query.get('lastChangedType');
  return sql<Unit<SmartstoreUnit>[]>`
    select ${unitColumns(sql)} from practice.orders
    where shop = ${shop.key} and document ? 'lastChanged'
      and (document #>> '{lastChanged,at}', unit_no) >= (${from.toISOString()}, ${sequence})
      and document #>> '{lastChanged,at}' < ${to.toISOString()}
      and (${type}::text is null or document #>> '{lastChanged,type}' = ${type})
    order by document #>> '{lastChanged,at}', unit_no limit ${limit}`;
}
