import type { BasketLine } from '../generate/basket';
import type { PracticeOrder } from '../generate/orders';
import { kstDay, kstIso, kstSeconds } from '../kst';
import {
  type Cafe24Amount,
  type Cafe24Item,
  type Cafe24Order,
  type Cafe24Receiver,
  statusTexts,
} from './order';

/** The n-th order of a mall as its admin API shows it. */
export function orderOf(order: PracticeOrder, number: number): Cafe24Order {
  const orderId = `${kstDay(order.orderedAt).replaceAll('-', '')}-${String(number).padStart(7, '0')}`;
  const amount = amountOf(order);
  return {
    shop_no: 1,
    currency: 'KRW',
    order_id: orderId,
    market_id: 'self',
    market_order_no: null,
    member_id: order.memberId,
    member_email: `${order.memberId}@example.com`,
    initial_order_amount: amount,
    actual_order_amount: amount,
    billing_name: order.ordererName,
    payment_method: ['card'],
    payment_method_name: ['신용카드'],
    paid: 'T',
    canceled: 'F',
    order_date: kstIso(order.orderedAt),
    first_order: 'F',
    payment_date: kstIso(order.paidAt),
    order_from_mobile: 'T',
    use_escrow: 'F',
    market_seller_id: null,
    payment_amount: amount.payment_amount,
    cancel_date: null,
    order_place_name: '모바일웹',
    order_place_id: 'mobile',
    shipping_type: 'A',
    shipping_type_text: '국내배송',
    shipping_status: 'F',
    store_pickup: 'F',
    multiple_addresses: 'F',
    include_tax: 'T',
    items: order.lines.map((line, index) => itemOf(order, line, orderId, index + 1)),
    receivers: [receiverOf(order, orderId)],
    buyer: {
      shop_no: 1,
      member_id: order.memberId,
      name: order.ordererName,
      email: `${order.memberId}@example.com`,
      phone: order.recipient.landline,
      cellphone: order.recipient.mobile,
    },
    shipments: [],
  };
}

function money(won: number): string {
  return won.toFixed(2);
}

function amountOf({ lines, shippingFeeWon, remoteFeeWon }: PracticeOrder): Cafe24Amount {
  const price = lines.reduce((sum, line) => sum + line.unitPriceWon * line.quantity, 0);
  const discount = lines.reduce((sum, line) => sum + line.discountWon, 0);
  const shipping = shippingFeeWon + remoteFeeWon;
  return {
    order_price_amount: money(price),
    shipping_fee: money(shipping),
    coupon_discount_price: money(discount),
    total_amount_due: money(0),
    payment_amount: money(price - discount + shipping),
  };
}

function receiverOf({ recipient }: PracticeOrder, orderId: string): Cafe24Receiver {
  return {
    shop_no: 1,
    name: recipient.name,
    phone: recipient.landline,
    cellphone: recipient.isPhoneHidden ? recipient.relayPhone : recipient.mobile,
    virtual_phone_no: recipient.isPhoneHidden ? recipient.relayPhone : null,
    zipcode: recipient.postcode,
    address1: recipient.address1,
    address2: recipient.address2,
    country_code: 'KR',
    shipping_message: recipient.message,
    clearance_information_type: null,
    clearance_information: null,
    wished_delivery_date: '',
    wished_delivery_time: null,
    shipping_code: `D-${orderId}-00`,
  };
}

function itemOf(
  order: PracticeOrder,
  { product, option, quantity, unitPriceWon, discountWon }: BasketLine,
  orderId: string,
  itemNo: number,
): Cafe24Item {
  const status = order.isAcknowledged ? 'N20' : 'N10';
  return {
    shop_no: 1,
    item_no: itemNo,
    order_item_code: `${orderId}-${String(itemNo).padStart(2, '0')}`,
    variant_code: product.channelOptionCode,
    product_no: product.sellerProductNo,
    product_code: product.channelProductCode,
    custom_product_code: product.sellerProductCode,
    custom_variant_code: product.sellerOptionCode,
    option_id: product.channelOptionCode.slice(-4),
    option_value: option,
    option_value_default: option,
    additional_option_value: '',
    additional_option_values: [],
    product_name: product.channelProductName,
    product_name_default: product.channelProductName,
    product_price: money(product.basePriceWon),
    option_price: money(product.optionPriceWon),
    additional_discount_price: money(0),
    coupon_discount_price: money(discountWon),
    app_item_discount_amount: money(0),
    payment_amount: money(unitPriceWon * quantity - discountWon),
    quantity,
    supplier_id: 'S0000000',
    supplier_name: '자체공급',
    claim_code: null,
    claim_reason_type: null,
    claim_reason: null,
    claim_quantity: 0,
    order_status: status,
    order_status_before_cs: null,
    status_text: statusTexts[status],
    bundled_shipping_type: 'N',
    product_bundle: 'F',
    individual_shipping_fee: money(0),
    ...freightOf(order),
    original_item_no: [],
    store_pickup: 'F',
    ordered_date: kstSeconds(order.orderedAt),
    delivered_date: null,
    cancel_request_date: null,
    cancel_date: null,
    return_request_date: null,
    gift: 'F',
    option_type: 'E',
    market_item_no: null,
    market_cancel_request: null,
    multi_invoice: null,
    ...notShipped(orderId),
  };
}

/** What an item holds until a shipment is made of it, and again when that is removed. */
export function notShipped(orderId: string) {
  return {
    tracking_no: '',
    shipping_code: `D-${orderId}-00`,
    shipping_company_id: '',
    shipping_company_name: '',
    shipping_company_code: '',
    shipped_date: null,
  };
}

function freightOf({ freight }: PracticeOrder) {
  if (freight === 'free') {
    return {
      shipping_fee_type: 'X',
      shipping_fee_type_text: '무료',
      shipping_payment_option: 'F',
    } as const;
  }
  return {
    shipping_fee_type: 'P',
    shipping_fee_type_text: '유료',
    shipping_payment_option: freight === 'collect' ? 'C' : 'P',
  } as const;
}
