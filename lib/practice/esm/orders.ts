import { z } from 'zod';
import type { Answer } from '../http';
import { DAY, fromKst } from '../kst';
import { type Unit, unitColumns } from '../store/units';
import { refuse, success } from './answers';
import { type EsmCall, esmNumber, noSuchOrder, readBody } from './call';
import { type EsmOrder, onTheWire, statusesOf } from './order';

const MAX_DAYS = 31;
const MINUTE = 60_000;
const BY_ORDER_NO = 0;

const form = z.object({
  siteType: z.number().int(),
  orderStatus: z.number().int().min(0).max(5),
  orderNo: esmNumber.optional(),
  requestDateType: z.number().int().optional(),
  requestDateFrom: z.string().optional(),
  requestDateTo: z.string().optional(),
  pageIndex: z.number().int().min(1).default(1),
  pageSize: z.number().int().min(1).max(1000).default(100),
});

type Search = z.output<typeof form>;

/** Only searches of a period are counted. */
export function isCounted(body: unknown): boolean {
  const parsed = z.object({ orderStatus: z.number() }).safeParse(body);
  return !parsed.success || parsed.data.orderStatus !== BY_ORDER_NO;
}

/** 주문조회: by number, or by time in one status. Orders under a claim are not found. */
export async function requestOrders(call: EsmCall): Promise<Answer> {
  const search = readBody(call, form);
  if (search.siteType !== call.site.requestSiteType) refuse('사이트 구분을 확인해 주세요.', 2000);
  return search.orderStatus === BY_ORDER_NO ? oneOrder(call, search) : listOrders(call, search);
}

async function oneOrder(call: EsmCall, search: Search): Promise<Answer> {
  const { sql } = call.practice;
  const [unit] = await sql<Unit<EsmOrder>[]>`
    select ${unitColumns(sql)} from practice.orders
    where shop = ${call.shop.key} and unit_no = ${search.orderNo ?? ''}`;
  if (!unit || !isListed(unit.document)) refuse(noSuchOrder);
  return answerOf(call, search, [unit], 1);
}

async function listOrders(call: EsmCall, search: Search): Promise<Answer> {
  const { sql } = call.practice;
  const { column, from, until } = periodOf(call, search);
  const offset = (search.pageIndex - 1) * search.pageSize;
  // A page that is struck shows the page before once more.
  const before = call.fault === 'duplicatePage' ? Math.min(offset, search.pageSize) : 0;
  const units = await sql<(Unit<EsmOrder> & { total: number })[]>`
    select ${unitColumns(sql)}, count(*) over ()::integer as total from practice.orders
    where shop = ${call.shop.key} and ${String(search.orderStatus)} = any(statuses)
      and ${sql.unsafe(column)} >= ${from} and ${sql.unsafe(column)} < ${until}
    order by id limit ${search.pageSize + before} offset ${offset - before}`;
  const total = units[0]?.total ?? 0;
  return answerOf(call, search, units, total);
}

function answerOf(
  { site, shop }: EsmCall,
  { pageIndex, pageSize }: Search,
  units: readonly Unit<EsmOrder>[],
  total: number,
): Answer {
  return success({
    SiteType: site.siteType,
    PageIndex: pageIndex,
    PageSize: pageSize,
    TotalCount: total,
    SellerId: shop.credentials.sellerId,
    RequestOrders: units.map(({ document }) => onTheWire(document)),
  });
}

function isListed(order: EsmOrder): boolean {
  return statusesOf(order)[0] === String(order.OrderStatus);
}

/** Only G마켓 has gifts: with 5 they are filed under their acceptance, and before it nowhere. */
function periodOf({ site }: EsmCall, search: Search) {
  const columns: Record<number, string> = { 1: 'ordered_at', 2: 'paid_at' };
  if (site.key === 'gmarket') columns[5] = filedAt;
  const column = columns[search.requestDateType ?? 0];
  const from = momentOf(search.requestDateFrom);
  const to = momentOf(search.requestDateTo);
  if (!column) return refuse('조회기준을 확인해 주세요.', 2000);
  if (!from || !to || to < from) return refuse('조회기간을 확인해 주세요.', 2000);
  const isLong = to.getTime() - from.getTime() > (MAX_DAYS - 1) * DAY;
  if (isLong) refuse('31일 이하의 범위만 조회 할 수 있습니다.');
  return { column, from, until: new Date(to.getTime() + MINUTE) };
}

const filedAt = `case when document -> 'own' ? 'gift'
  then (document #>> '{own,gift,acceptedAt}')::timestamptz else paid_at end`;

/** YYYY-MM-DD or YYYY-MM-DD hh:mm */
function momentOf(text = ''): Date | null {
  return /^\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?$/.test(text) ? fromKst(text) : null;
}
