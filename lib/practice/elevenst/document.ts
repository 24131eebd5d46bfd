import type { BasketLine } from '../generate/basket';
import type { PracticeOrder } from '../generate/orders';
import { DAY, kstDay, kstSeconds } from '../kst';
import type { ElevenstLine, ElevenstUnit } from './order';

const FIRST_DELIVERY = 4_000_000_000;
const freights = { prepaid: '01', collect: '02', free: '03' } as const;

/** The n-th order of a shop: what is cooled or frozen travels under a 배송번호 of its own. */
export function unitsOf(order: PracticeOrder, shopPosition: number, number: number) {
  const temperatures = [...new Set(order.lines.map(({ product }) => product.temperature))];
  const numbered = order.lines.map((line, index) => ({ line, seq: String(index + 1) }));
  return temperatures.map((temperature, index) => {
    const own = numbered.filter(({ line }) => line.product.temperature === temperature);
    const lines = own.map(({ line, seq }) => lineOf(order, line, seq));
    const dlvNo = String(FIRST_DELIVERY + shopPosition * 100_000_000 + number * 10 + index);
    return unitOf(
      order,
      { ordNo: orderNo(order, shopPosition, number), dlvNo, lines },
      index === 0,
    );
  });
}

/** 17 digits: the day, the shop, and its own count. */
function orderNo({ orderedAt }: PracticeOrder, shopPosition: number, number: number): string {
  const count = String(number).padStart(7, '0');
  return `${kstDay(orderedAt).replaceAll('-', '')}${String(shopPosition).padStart(2, '0')}${count}`;
}

function unitOf(
  order: PracticeOrder,
  own: Pick<ElevenstUnit, 'ordNo' | 'dlvNo' | 'lines'>,
  isFirst: boolean,
): ElevenstUnit {
  const { recipient } = order;
  const mobile = recipient.isPhoneHidden ? recipient.relayPhone : recipient.mobile;
  return {
    ...own,
    ordDt: kstSeconds(order.orderedAt),
    ordStlEndDt: kstSeconds(order.paidAt),
    memID: order.memberId,
    ordNm: order.ordererName,
    ordPrtblTel: mobile,
    ordTlphnNo: recipient.landline || '02--',
    recipient: {
      rcvrNm: recipient.name,
      rcvrPrtblNo: mobile,
      rcvrTlphn: recipient.landline || '02--',
      rcvrMailNo: recipient.postcode,
      rcvrBaseAddr: recipient.address1,
      rcvrDtlsAddr: recipient.address2,
    },
    ordDlvReqCont: recipient.message || 'null',
    dlvCst: isFirst ? order.shippingFeeWon : 0,
    dlvCstType: freights[order.freight],
    bmDlvCst: isFirst ? order.remoteFeeWon : 0,
    dlvSndDue: `${kstDay(new Date(order.paidAt.getTime() + 2 * DAY))} 23:59:59`,
    sendGiftYn: order.isWaitingGift ? 'Y' : 'N',
    isWaitingGift: order.isWaitingGift,
    use11stRetailYn: order.isMarketShipped ? 'Y' : 'N',
  };
}

function lineOf(order: PracticeOrder, line: BasketLine, ordPrdSeq: string): ElevenstLine {
  const { product, option, quantity, discountWon } = line;
  const isAcknowledged = order.isAcknowledged && !order.isWaitingGift;
  return {
    ordPrdSeq,
    prdNo: product.channelProductCode,
    prdStckNo: product.channelOptionCode,
    prdNm: product.channelProductName,
    option,
    orderedQty: quantity,
    cancelledQty: 0,
    selPrc: product.basePriceWon,
    optionWon: product.optionPriceWon,
    discountWon,
    sellerPrdCd: product.sellerProductCode,
    sellerStockCd: product.sellerOptionCode,
    ordPrdStat: isAcknowledged ? '301' : '202',
    plcodrCnfDt: isAcknowledged ? kstSeconds(order.paidAt) : '',
    sndEndDt: '',
    dlvMthdCd: '',
    dlvEtprsCd: '',
    invcNo: '',
  };
}
