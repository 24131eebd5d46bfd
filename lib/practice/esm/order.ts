import type { ListedLine } from '../control';
import { kstWithoutZone } from '../kst';

/** Ids are text here and bare numbers on the wire. */
export interface EsmOrder {
  OrderNo: string;
  PayNo: string;
  GroupNo: number;
  /** 1 결제완료, 2 배송준비중, 3 배송중, 4 배송완료, 5 구매결정 */
  OrderStatus: number;
  BranchCode: null;
  OrderDate: string;
  PayDate: string;
  OrderConfirmDate: string | null;
  TransDate: string | null;
  TransDueDate: string;
  TransCompleteDate: string | null;
  BuyDecisionDate: string | null;
  TransType: string;
  /** NL 일반, TL 풀필먼트 스타배송 */
  DistrType: 'NL' | 'TL';
  GoodsNo: string;
  SiteGoodsNo: string;
  OutGoodsNo: string;
  GoodsName: string;
  SalePrice: string;
  ContrAmount: number;
  OrderAmount: string;
  AcntMoney: string;
  SellerDiscountPrice: string;
  ShippingFee: string;
  DeliveryFeeCondition: 'R' | 'X' | 'D';
  OptSelPrice: string;
  OptAddPrice: string;
  BuyerName: string;
  BuyerId: string;
  BuyerMobileTel: string;
  BuyerTel: string;
  ReceiverName: string;
  HpNo: string | null;
  TelNo: string | null;
  ZipCode: string;
  DelFrontAddress: string;
  DelBackAddress: string;
  DelFullAddress: string;
  DelMemo: string;
  TakbaeName: string | null;
  NoSongjang: string | null;
  OverseaTransYn: 'N';
  GlobalSellerYn: 'N';
  OutOrderNo: null;
  InfoCin: null;
  SKUNo: null;
  ItemOptionSelectList: EsmOption[];
  ItemOptionAdditionList: EsmOption[];
  FreeGift: null;
  /** Not on the wire. */
  own: {
    optionCode: string;
    courierCode: string;
    /** The buyer has moved since the order was placed. */
    isChanged: boolean;
    claim: 'none' | 'requested' | 'done';
    /** A gift, and when it was accepted. */
    gift?: { acceptedAt: string | null };
  };
}

export interface EsmOption {
  ItemOptionValue: string;
  ItemOptionOrderCnt: string;
  ItemOptionCode: string;
}

/** Where an order stands in lists: under a claim it is in none of them. */
export function statusesOf({ OrderStatus, own }: EsmOrder): string[] {
  if (own.claim === 'done') return ['CANCELED'];
  return [own.claim === 'requested' ? `CLAIM${OrderStatus}` : String(OrderStatus)];
}

export function changedUnit(id: string, document: EsmOrder) {
  return { id, statuses: statusesOf(document), document };
}

export function listedLines(order: EsmOrder): ListedLine[] {
  return [
    {
      lineKey: order.OrderNo,
      channelProductCode: order.SiteGoodsNo,
      channelOptionCode: order.own.optionCode,
      quantity: order.ContrAmount,
      cancelledQuantity: order.own.claim === 'done' ? order.ContrAmount : 0,
      status: statusesOf(order)[0] ?? '',
    },
  ];
}

export function isWaitingGift({ own }: EsmOrder): boolean {
  return own.gift?.acceptedAt === null;
}

/** Where a gift goes nobody knows before it is accepted. */
export function onTheWire(document: EsmOrder): object {
  const { own: _, ...order } = document;
  const numbered = { ...order, OrderNo: BigInt(order.OrderNo), PayNo: BigInt(order.PayNo) };
  return isWaitingGift(document) ? { ...numbered, ...nowhere } : numbered;
}

const nowhere = { ZipCode: '', DelFrontAddress: '', DelBackAddress: '', DelFullAddress: '' };

/** Without a zone, and without the zeros behind the second. */
export function wireTime(date: Date): string {
  return kstWithoutZone(date).replace(/\.?0{1,3}$/, '');
}

export function wireMoney(won: number): string {
  return `${won}.0000`;
}
