import { z } from 'zod';
import type { Answer } from '../http';
import { DAY, fromKst } from '../kst';
import { refuse, success } from './answers';
import { type EsmCall, readBody } from './call';
import { type ClaimKind, type EsmClaim, siteTypeOf } from './claim';

const MAX_DAYS = 7;
const BY_REQUEST = 2;
const BY_PAYMENT = 4;

const form = z.object({
  SiteType: z.number().int(),
  CancelStatus: z.number().int().min(0).max(6).optional(),
  ReturnStatus: z.number().int().min(1).max(6).optional(),
  ExchangeStatus: z.number().int().min(1).max(5).optional(),
  Type: z.union([z.literal(BY_REQUEST), z.literal(BY_PAYMENT)]),
  StartDate: z.string(),
  EndDate: z.string(),
});

type Search = z.output<typeof form>;

/** 취소조회; 0 is every state. */
export function listCancels(call: EsmCall): Promise<Answer> {
  const search = readBody(call, form);
  return listClaims(call, search, 'cancel', search.CancelStatus);
}

/** 반품조회 */
export function listReturns(call: EsmCall): Promise<Answer> {
  const search = readBody(call, form);
  return listClaims(call, search, 'return', search.ReturnStatus);
}

/** 교환조회 */
export function listExchanges(call: EsmCall): Promise<Answer> {
  const search = readBody(call, form);
  return listClaims(call, search, 'exchange', search.ExchangeStatus);
}

/** By the moment of the request or of the payment, the last day up to its first minute; another site's type finds nothing. */
async function listClaims(
  call: EsmCall,
  search: Search,
  kind: ClaimKind,
  status: number | undefined,
): Promise<Answer> {
  if (status === undefined) refuse('클레임 상태를 확인해 주세요.', 2000);
  const { from, until } = periodOf(search);
  if (search.SiteType !== siteTypeOf(call.site, kind)) return success([]);
  const { sql } = call.practice;
  const isFound =
    search.Type === BY_PAYMENT
      ? sql`document #>> '{wire,PayDate}' >= ${search.StartDate}
          and document #>> '{wire,PayDate}' < ${search.EndDate}`
      : sql`created_at >= ${from} and created_at < ${until}`;
  const wanted = status === 0 ? `${kind}:%` : `${kind}:${status}`;
  const claims = await sql<{ document: EsmClaim }[]>`
    select document from practice.claims
    where shop = ${call.shop.key} and status like ${wanted}
      and ${isFound}
    order by claim_no`;
  return success(claims.map(({ document }) => document.wire));
}

function periodOf({ StartDate, EndDate }: Search) {
  const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text);
  const from = isDay(StartDate) ? fromKst(StartDate) : null;
  const until = isDay(EndDate) ? fromKst(EndDate) : null;
  if (!from || !until || until < from) return refuse('조회기간을 확인해 주세요.', 2000);
  if (until.getTime() - from.getTime() > (MAX_DAYS - 1) * DAY)
    refuse('7일 이하의 범위만 조회 할 수 있습니다.');
  return { from, until };
}
