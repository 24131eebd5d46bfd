import type { ListedLine } from '../control';
import type { Unit } from '../store/units';

/** N10 상품준비중 … N40 배송완료 N50 구매확정; C00, R00 requested. */
export type Cafe24Status = keyof typeof statusTexts;

/** What the mall keeps of an order; on the wire items, receivers and buyer come only when embedded. */
export interface Cafe24Order {
  shop_no: 1;
  currency: 'KRW';
  order_id: string;
  market_id: 'self';
  market_order_no: null;
  member_id: string;
  member_email: string;
  initial_order_amount: Cafe24Amount;
  actual_order_amount: Cafe24Amount;
  billing_name: string;
  payment_method: string[];
  payment_method_name: string[];
  paid: 'T';
  canceled: 'T' | 'F' | 'M';
  order_date: string;
  first_order: 'T' | 'F';
  payment_date: string;
  order_from_mobile: 'T' | 'F';
  use_escrow: 'F';
  market_seller_id: null;
  payment_amount: string;
  cancel_date: string | null;
  order_place_name: string;
  order_place_id: string;
  shipping_type: 'A';
  shipping_type_text: string;
  shipping_status: 'F' | 'M' | 'T';
  store_pickup: 'F';
  multiple_addresses: 'F';
  include_tax: 'T';
  items: Cafe24Item[];
  receivers: Cafe24Receiver[];
  buyer: Cafe24Buyer;
  shipments: Cafe24Shipment[];
}

export interface Cafe24Amount {
  order_price_amount: string;
  shipping_fee: string;
  coupon_discount_price: string;
  total_amount_due: string;
  payment_amount: string;
}

export interface Cafe24Item {
  shop_no: 1;
  item_no: number;
  order_item_code: string;
  variant_code: string;
  product_no: number;
  product_code: string;
  custom_product_code: string;
  custom_variant_code: string;
  option_id: string;
  option_value: string;
  option_value_default: string;
  additional_option_value: string;
  additional_option_values: never[];
  product_name: string;
  product_name_default: string;
  product_price: string;
  option_price: string;
  additional_discount_price: string;
  coupon_discount_price: string;
  app_item_discount_amount: string;
  payment_amount: string;
  quantity: number;
  supplier_id: string;
  supplier_name: string;
  tracking_no: string;
  shipping_code: string;
  claim_code: string | null;
  claim_reason_type: string | null;
  claim_reason: string | null;
  claim_quantity: number;
  order_status: Cafe24Status;
  order_status_before_cs: Cafe24Status | null;
  status_text: string;
  bundled_shipping_type: 'N';
  shipping_company_id: string;
  shipping_company_name: string;
  shipping_company_code: string;
  product_bundle: 'F';
  individual_shipping_fee: string;
  shipping_fee_type: 'X' | 'P';
  shipping_fee_type_text: string;
  /** F free, P paid with the order, C paid to the courier. */
  shipping_payment_option: 'F' | 'P' | 'C';
  original_item_no: number[];
  store_pickup: 'F';
  ordered_date: string;
  shipped_date: string | null;
  delivered_date: string | null;
  cancel_request_date: string | null;
  cancel_date: string | null;
  return_request_date: string | null;
  gift: 'F';
  option_type: 'E';
  market_item_no: null;
  market_cancel_request: null;
  /** What was asked for and taken back. */
  request_undone?: 'Cancellation' | 'Return';
  multi_invoice: null;
}

export interface Cafe24Receiver {
  shop_no: 1;
  name: string;
  phone: string;
  cellphone: string;
  virtual_phone_no: string | null;
  zipcode: string;
  address1: string;
  address2: string;
  country_code: string;
  shipping_message: string;
  clearance_information_type: null;
  clearance_information: null;
  wished_delivery_date: string;
  wished_delivery_time: null;
  shipping_code: string;
}

interface Cafe24Buyer {
  shop_no: 1;
  member_id: string;
  name: string;
  email: string;
  phone: string;
  cellphone: string;
}

export interface Cafe24Shipment {
  shipping_code: string;
  tracking_no: string;
  tracking_no_updated_date: string;
  shipping_company_code: string;
  carrier_id: number;
  order_item_code: string[];
}

export const statusTexts = {
  N10: '상품준비중',
  N20: '배송준비중',
  N21: '배송대기',
  N22: '배송보류',
  N30: '배송중',
  N40: '배송완료',
  N50: '구매확정',
  C00: '취소신청',
  C40: '취소완료',
  R00: '반품신청',
} as const;

export function withItemStatus(item: Cafe24Item, status: Cafe24Status): Cafe24Item {
  return { ...item, order_status: status, status_text: statusTexts[status] };
}

/** The different states of an order's items: a search finds the order by any of them. */
export function statusesOf(order: Cafe24Order): Cafe24Status[] {
  return [...new Set(order.items.map(({ order_status }) => order_status))];
}

export function changedUnit({ id, document }: Pick<Unit<Cafe24Order>, 'id' | 'document'>) {
  return { id, statuses: statusesOf(document), document };
}

export function listedLines({ items }: Cafe24Order): ListedLine[] {
  return items.map((item) => ({
    lineKey: item.order_item_code,
    channelProductCode: item.product_code,
    channelOptionCode: item.variant_code,
    quantity: item.quantity,
    cancelledQuantity: item.order_status === 'C40' ? item.quantity : 0,
    status: item.order_status,
  }));
}

/** The order with some of its items replaced, and what follows from them. */
export function withItems(order: Cafe24Order, changed: readonly Cafe24Item[]): Cafe24Order {
  const byCode = new Map(changed.map((item) => [item.order_item_code, item]));
  const items = order.items.map((item) => byCode.get(item.order_item_code) ?? item);
  const left = items.filter(({ order_status }) =>
    ['N30', 'N40', 'N50'].includes(order_status),
  ).length;
  const status = left === 0 ? 'F' : left === items.length ? 'T' : 'M';
  return { ...order, items, shipping_status: status };
}
