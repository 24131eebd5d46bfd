import { type Answer, ok } from '../http';
import { type Unit, unitColumns } from '../store/units';
import { type CoupangBox, coupangStatuses, isGone, onTheWire } from './box';
import type { CoupangCall } from './call';
import { orderSheetPeriod, type Period } from './period';
import { refuse } from './results';

const MAX_PER_PAGE = 50;

/** v5 order sheets created in a period and standing in one status now. */
export async function listOrderSheets(call: CoupangCall): Promise<Answer> {
  const status = call.query.get('status') ?? '';
  if (!coupangStatuses.some((each) => each === status))
    refuse(400, `status '${status}' is unknown.`);
  const period = orderSheetPeriod(call.query);
  const size = period.isPaged ? pageSize(call.query) : null;
  const token = pageToken(call.query, period);
  const units = await unitsOf(call, status, period, token, size);
  const page = size === null ? units : units.slice(0, size);
  const lastId = units.length > page.length ? (page.at(-1)?.id ?? '') : '';
  const isRepeated = call.fault === 'duplicatePage' && size !== null;
  return ok({
    code: 200,
    message: 'OK',
    data: page.map(({ document }) => onTheWire(document)),
    nextToken: isRepeated ? token : lastId,
  });
}

/** One box by its shipmentBoxId. */
export async function readOrderSheet(call: CoupangCall): Promise<Answer> {
  const [unitNo = ''] = call.parameters;
  const { sql } = call.practice;
  const [unit] = await sql<Unit<CoupangBox>[]>`
    select ${unitColumns(sql)} from practice.orders
    where shop = ${call.shop.key} and unit_no = ${unitNo}`;
  if (!unit) return refuse(400, '유효하지 않은 배송번호입니다.');
  if (isGone(unit.document)) refuse(400, '해당 주문이 취소 또는 반품 되었습니다.');
  return ok({ code: '200', message: 'OK', data: onTheWire(unit.document) });
}

/** Every box of one order. */
export async function readOrderSheetsOfOrder(call: CoupangCall): Promise<Answer> {
  const [orderNo = ''] = call.parameters;
  const { sql } = call.practice;
  const units = await sql<Unit<CoupangBox>[]>`
    select ${unitColumns(sql)} from practice.orders
    where shop = ${call.shop.key} and order_no = ${orderNo} order by id`;
  if (units.length === 0) refuse(400, '유효하지 않은 주문번호입니다.');
  const boxes = units.map(({ document }) => document).filter((box) => !isGone(box));
  if (boxes.length === 0) refuse(400, '해당 주문이 취소 또는 반품 되었습니다.');
  return ok({ code: 200, message: 'OK', data: boxes.map(onTheWire) });
}

/** One more than the page holds, so that the page knows whether another follows. */
function unitsOf(
  { practice: { sql }, shop }: CoupangCall,
  status: string,
  { from, until }: Period,
  token: string,
  size: number | null,
): Promise<Unit<CoupangBox>[]> {
  return sql<Unit<CoupangBox>[]>`
    select ${unitColumns(sql)} from practice.orders
    where shop = ${shop.key} and ${status} = any(statuses)
      and ordered_at >= ${from} and ordered_at < ${until} and id > ${token}
    order by id ${size === null ? sql`` : sql`limit ${size + 1}`}`;
}

function pageSize(query: URLSearchParams): number {
  const text = query.get('maxPerPage') ?? String(MAX_PER_PAGE);
  const size = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  return size >= 1 && size <= MAX_PER_PAGE ? size : refuse(400, 'maxPerPage must be 1 to 50.');
}

function pageToken(query: URLSearchParams, { isPaged }: Period): string {
  const token = query.get('nextToken') || '0';
  if (!isPaged) return '0';
  return /^\d{1,18}$/.test(token) ? token : refuse(400, 'nextToken is invalid.');
}
