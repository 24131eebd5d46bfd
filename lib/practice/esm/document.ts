import type { BasketLine } from '../generate/basket';
import type { PracticeOrder } from '../generate/orders';
import { DAY, kstDay } from '../kst';
import { type EsmOrder, wireMoney, wireTime } from './order';
import type { EsmSite } from './site';

const NUMBERS_PER_SHOP = 20_000_000;
const LINES_PER_CART = 10;

/** The n-th cart of a shop: each option in it is an order of its own. */
export function ordersOf(
  made: PracticeOrder,
  site: EsmSite,
  shopPosition: number,
  number: number,
): EsmOrder[] {
  const order = asSoldAt(site, made);
  const shopStart = shopPosition * NUMBERS_PER_SHOP;
  const payNo = String(site.firstPayNo + shopStart + number);
  return order.lines.map((line, index) => {
    const orderNo = site.firstOrderNo + shopStart + number * LINES_PER_CART + index;
    return orderOf(order, line, { payNo, orderNo: String(orderNo), isFirst: index === 0 });
  });
}

/** Only G마켓 has gifts; one that nobody has accepted cannot have been acknowledged. */
function asSoldAt(site: EsmSite, order: PracticeOrder): PracticeOrder {
  const isWaitingGift = order.isWaitingGift && site.key === 'gmarket';
  return { ...order, isWaitingGift, isAcknowledged: order.isAcknowledged && !isWaitingGift };
}

interface Numbers {
  readonly payNo: string;
  readonly orderNo: string;
  readonly isFirst: boolean;
}

function orderOf(order: PracticeOrder, line: BasketLine, numbers: Numbers): EsmOrder {
  const { product, quantity, unitPriceWon, discountWon } = line;
  const amount = unitPriceWon * quantity;
  return {
    OrderNo: numbers.orderNo,
    PayNo: numbers.payNo,
    GroupNo: 19_218_613,
    OrderStatus: order.isAcknowledged ? 2 : 1,
    BranchCode: null,
    ...datesOf(order),
    TransType: 'B',
    DistrType: order.isMarketShipped ? 'TL' : 'NL',
    GoodsNo: String(product.sellerProductNo),
    SiteGoodsNo: product.channelProductCode,
    OutGoodsNo: product.sellerProductCode,
    GoodsName: product.channelProductName,
    SalePrice: wireMoney(product.basePriceWon),
    ContrAmount: quantity,
    OrderAmount: wireMoney(amount),
    AcntMoney: wireMoney(amount - discountWon),
    SellerDiscountPrice: wireMoney(discountWon),
    ShippingFee: wireMoney(numbers.isFirst ? order.shippingFeeWon : 0),
    DeliveryFeeCondition: conditions[order.freight],
    OptSelPrice: wireMoney(product.optionPriceWon * quantity),
    OptAddPrice: wireMoney(0),
    ...peopleOf(order),
    TakbaeName: null,
    NoSongjang: null,
    OverseaTransYn: 'N',
    GlobalSellerYn: 'N',
    OutOrderNo: null,
    InfoCin: null,
    SKUNo: null,
    ItemOptionSelectList: optionsOf(line),
    ItemOptionAdditionList: [],
    FreeGift: null,
    own: {
      optionCode: product.channelOptionCode,
      courierCode: '',
      isChanged: false,
      claim: 'none',
      ...(order.isWaitingGift && { gift: { acceptedAt: null } }),
    },
  };
}

const conditions = { free: 'X', prepaid: 'R', collect: 'D' } as const;

function datesOf({ orderedAt, paidAt, isAcknowledged }: PracticeOrder) {
  return {
    OrderDate: wireTime(orderedAt),
    PayDate: wireTime(paidAt),
    OrderConfirmDate: isAcknowledged ? wireTime(paidAt) : null,
    TransDate: null,
    TransDueDate: `${kstDay(new Date(paidAt.getTime() + 2 * DAY))}T23:59:59`,
    TransCompleteDate: null,
    BuyDecisionDate: null,
  };
}

function peopleOf({ ordererName, memberId, recipient }: PracticeOrder) {
  const { name, mobile, landline, relayPhone, isPhoneHidden } = recipient;
  const shown = isPhoneHidden ? relayPhone : mobile;
  return {
    BuyerName: ordererName,
    BuyerId: `${memberId.slice(0, 3)}****`,
    BuyerMobileTel: shown,
    BuyerTel: landline || shown,
    ReceiverName: name,
    HpNo: shown,
    TelNo: landline || shown,
    ZipCode: recipient.postcode,
    DelFrontAddress: recipient.address1,
    DelBackAddress: recipient.address2,
    DelFullAddress: `${recipient.address1} ${recipient.address2}`.trim(),
    DelMemo: recipient.message,
  };
}

function optionsOf({ option, product, quantity }: BasketLine) {
  if (option === '') return [];
  const code = product.channelOptionCode.split('-').at(-1) ?? '';
  return [{ ItemOptionValue: option, ItemOptionOrderCnt: String(quantity), ItemOptionCode: code }];
}
