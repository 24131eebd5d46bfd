import type { JournalEntry } from '../store/journal';
import type { Transaction } from '../store/sql';
import { jsonOf } from '../store/units';
import type { EsmCall } from './call';
import { type EsmOrder, wireTime } from './order';
import type { EsmSite } from './site';

/** Practice buyers cancel before the goods leave, and send them back or exchange them afterwards. */
export type ClaimKind = 'cancel' | 'return' | 'exchange';

/** 1 요청, 3 완료 (of a cancel), 4 철회 */
export const CANCEL_REQUESTED = 1;
export const CANCEL_DONE = 3;
const CANCEL_WITHDRAWN = 4;
/** 완료 of a return. */
export const RETURN_DONE = 4;

export const statusField = {
  cancel: 'CancelStatus',
  return: 'ReturnStatus',
  exchange: 'ExchangeStatus',
} as const satisfies Record<ClaimKind, string>;

/** What a site is called where its claims are asked for or answered. */
export function siteTypeOf(site: EsmSite, kind: ClaimKind): number {
  return kind === 'cancel' ? site.siteType : site.requestSiteType;
}

export interface EsmClaim {
  kind: ClaimKind;
  wire: Record<string, unknown>;
}

export function claimOf(
  kind: ClaimKind,
  status: number,
  order: EsmOrder,
  context: { site: EsmSite; sellerId: string; reason: string; now: Date },
): EsmClaim {
  const { site, sellerId, reason, now } = context;
  const isDone = kind === 'cancel' && status === CANCEL_DONE;
  return {
    kind,
    wire: {
      [statusField[kind]]: status,
      SiteType: site.siteType,
      SellerId: sellerId,
      PayNo: Number(order.PayNo),
      GroupNo: order.GroupNo,
      OrderNo: Number(order.OrderNo),
      GoodsNo: 0,
      SiteGoodsNo: order.SiteGoodsNo,
      IsGiftOrder: order.own.gift ? 'Y' : 'N',
      RequestUser: 1,
      ApproveUser: isDone ? 4 : 0,
      Reason: 1,
      ReasonDetail: reason,
      OrderDate: order.OrderDate,
      PayDate: order.PayDate,
      RequestDate: wireTime(now),
      WithdrawDate: null,
      ApproveDate: isDone ? wireTime(now) : null,
      CompleteDate: isDone ? wireTime(now) : null,
    },
  };
}

/** What the seller turns down by shipping is withdrawn, and told in the journal. */
export async function rejectCancel(
  tx: Transaction,
  { shop, now }: EsmCall,
  orderNo: string,
): Promise<JournalEntry[]> {
  const change = { CancelStatus: CANCEL_WITHDRAWN, WithdrawDate: wireTime(now) };
  const rejected = await tx<{ claimNo: string }[]>`
    update practice.claims set status = 'cancel:4',
      document = jsonb_set(document, '{wire}', (document -> 'wire') || ${jsonOf(tx, change)})
    where shop = ${shop.key} and order_no = ${orderNo} and status = 'cancel:1'
    returning claim_no as "claimNo"`;
  return rejected.map(({ claimNo }) => ({
    kind: 'claim',
    unitNo: orderNo,
    orderNo,
    lineKeys: [orderNo],
    request: { claimNo },
    answer: change,
  }));
}
