import { type Answer, ok } from '../http';
import { DAY, fromKst, kstSeconds } from '../kst';
import type { Transaction } from '../store/sql';
import { jsonOf, saveUnits, type Unit } from '../store/units';
import type { CoupangBox, CoupangItem } from './box';
import type { CoupangCall } from './call';
import type { CoupangClaim } from './claim';
import { refuse } from './results';

/** Stands on no list of requests any more, only among the withdrawals. */
export const WITHDRAWN = 'WD';

const MAX_DAYS = 7;
const MAX_PER_PAGE = 100;

/** The buyer takes every open request on these boxes back. */
export async function withdrawOnCoupang(
  tx: Transaction,
  units: readonly Unit<CoupangBox>[],
  now: Date,
): Promise<number> {
  let withdrawn = 0;
  for (const { id, unitNo, statuses, document } of units) {
    const claims = await tx<{ claimNo: string; status: string; document: CoupangClaim }[]>`
      select claim_no as "claimNo", status, document from practice.claims
      where unit_no = ${unitNo} and status in ('RU', 'UC') order by claim_no for update`;
    let box = document;
    for (const claim of claims) {
      if (claim.status === 'RU') box = { ...box, orderItems: released(box, claim.document) };
      const ended = { ...claim.document, withdrawnAt: kstSeconds(now).replace(' ', 'T') };
      await tx`
        update practice.claims set status = ${WITHDRAWN}, document = ${jsonOf(tx, ended)}
        where claim_no = ${claim.claimNo}`;
    }
    await saveUnits(tx, [{ id, statuses, document: box }]);
    withdrawn += claims.length;
  }
  return withdrawn;
}

/** What a request held is free again. */
export function released(box: CoupangBox, { returnItems }: CoupangClaim): CoupangItem[] {
  const claimed = new Map(returnItems.map((item) => [item.vendorItemId, item.cancelCount]));
  return box.orderItems.map((item) => ({
    ...item,
    holdCountForCancel: item.holdCountForCancel - (claimed.get(item.vendorItemId) ?? 0),
  }));
}

/** 반품철회 이력: by the day of the withdrawal, both days included, in pages counted from one. */
export async function listWithdrawals({ practice, shop, query }: CoupangCall): Promise<Answer> {
  const [from, to] = [dayOf(query.get('dateFrom')), dayOf(query.get('dateTo'))];
  const until = new Date(to.getTime() + DAY);
  if (from >= until) refuse(400, 'dateFrom must lie before dateTo.');
  if (until.getTime() - from.getTime() > MAX_DAYS * DAY) refuse(400, '최대 조회 기간은 7일입니다.');
  const page = numberOf(query.get('pageIndex') ?? '1', Number.MAX_SAFE_INTEGER);
  const size = numberOf(query.get('sizePerPage') ?? '10', MAX_PER_PAGE);
  const claims = await practice.sql<{ claimNo: string; document: CoupangClaim }[]>`
    select claim_no as "claimNo", document from practice.claims
    where shop = ${shop.key} and status = ${WITHDRAWN}
      and (document ->> 'withdrawnAt' || '+09:00')::timestamptz >= ${from}
      and (document ->> 'withdrawnAt' || '+09:00')::timestamptz < ${until}
    order by claim_no limit ${size + 1} offset ${(page - 1) * size}`;
  return ok({
    code: 200,
    message: 'OK',
    data: claims.slice(0, size).map(({ claimNo, document }) => ({
      cancelId: BigInt(claimNo),
      orderId: BigInt(document.orderId),
      vendorId: shop.credentials.vendorId,
      refundDeliveryDuty: 'CUS',
      createdAt: document.withdrawnAt,
      vendorItemIds: document.returnItems.map(({ vendorItemId }) => BigInt(vendorItemId)),
    })),
    nextPageIndex: claims.length > size ? String(page + 1) : '',
  });
}

function dayOf(text: string | null): Date {
  const day = text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) ? fromKst(text) : null;
  return day ?? refuse(400, `'${text}' is no date.`);
}

function numberOf(text: string, most: number): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  return number >= 1 && number <= most ? number : refuse(400, `'${text}' is out of range.`);
}
