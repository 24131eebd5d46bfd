import { type Answer, ok } from '../http';
import type { CoupangCall } from './call';
import { type ClaimStatus, type CoupangClaim, claimOnTheWire, claimStatuses } from './claim';
import { returnRequestPeriod } from './period';
import { refuse } from './results';
import { WITHDRAWN } from './withdrawal';

const MAX_PER_PAGE = 50;

interface Search {
  readonly receiptType: CoupangClaim['receiptType'];
  readonly status: ClaimStatus | null;
  readonly orderId: string | null;
}

/** v6 return and cancel requests that came in during a period. */
export async function listReturnRequests(call: CoupangCall): Promise<Answer> {
  const { sql } = call.practice;
  const { receiptType, status, orderId } = searchOf(call.query);
  const { from, until, isPaged } = returnRequestPeriod(call.query);
  const token = isPaged ? call.query.get('nextToken') || '0' : '0';
  if (!/^\d{1,18}$/.test(token)) refuse(400, 'nextToken is invalid.');
  const claims = await sql<{ claimNo: string; document: CoupangClaim }[]>`
    select claim_no as "claimNo", document from practice.claims
    where shop = ${call.shop.key} and status <> ${WITHDRAWN} and document ->> 'receiptType' = ${receiptType}
      and (${status}::text is null or status = ${status})
      and (${orderId}::text is null or order_no = ${orderId})
      and created_at >= ${from} and created_at < ${until} and claim_no > ${token}
    order by claim_no ${isPaged ? sql`limit ${MAX_PER_PAGE + 1}` : sql``}`;
  const page = isPaged ? claims.slice(0, MAX_PER_PAGE) : claims;
  const lastNo = claims.length > page.length ? (page.at(-1)?.claimNo ?? '') : '';
  return ok({
    code: 200,
    message: 'OK',
    data: page.map(({ claimNo, document }) => claimOnTheWire(claimNo, document)),
    nextToken: call.fault === 'duplicatePage' && isPaged ? token : lastNo,
  });
}

/** Cancels before shipment are asked for without a status, returns with one or for one order. */
function searchOf(query: URLSearchParams): Search {
  const status = query.get('status');
  const orderId = query.get('orderId');
  if (query.get('cancelType') === 'CANCEL') {
    if (status !== null) refuse(400, 'status must be absent with cancelType=CANCEL.');
    return { receiptType: 'CANCEL', status: null, orderId };
  }
  if (status === null && orderId === null) refuse(400, 'Either status or orderId is required.');
  const known = claimStatuses.find((each) => each === status);
  if (status !== null && !known) refuse(400, `status '${status}' is unknown.`);
  return { receiptType: 'RETURN', status: known ?? null, orderId };
}
