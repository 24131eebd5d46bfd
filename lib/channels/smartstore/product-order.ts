import { z } from 'zod';
import { count, digits, text, time, timeOrNone } from '../fields';
import { claimOf, orderStatus } from './status';

const wholeWon = z
  .int()
  .nullish()
  .transform((amount) => amount ?? 0);

const shippingAddress = z.object({
  name: text,
  tel1: text,
  tel2: text,
  zipCode: text,
  baseAddress: text,
  detailedAddress: text,
  pickupLocationContent: text,
  entryMethodContent: text,
});

const claimDetail = z.object({
  claimId: text,
  claimType: text,
  claimStatus: text,
  claimRequestDate: timeOrNone,
  requestQuantity: count.nullish(),
  cancelReason: text,
  cancelDetailedReason: text,
  returnReason: text,
  returnDetailedReason: text,
  exchangeReason: text,
  exchangeDetailedReason: text,
  claimRequestReason: text,
  claimRequestDetailContent: text,
});

export type ClaimDetail = z.output<typeof claimDetail>;

/** Each kind stands in a member of its own; `cancel` for cancels of the marketplace too. */
const claimDetails = {
  cancel: claimDetail.nullish(),
  return: claimDetail.nullish(),
  exchange: claimDetail.nullish(),
};

const productOrder = z
  .object({
    productOrderId: digits,
    productOrderStatus: orderStatus,
    placeOrderStatus: text,
    claimType: text,
    claimStatus: text,
    productId: text,
    originalProductId: text,
    productName: text,
    productOption: text,
    optionManageCode: text,
    sellerProductCode: text,
    quantity: count.min(1),
    initialQuantity: count.nullish(),
    remainQuantity: count.nullish(),
    unitPrice: wholeWon,
    optionPrice: wholeWon,
    totalPaymentAmount: z.int().nullish(),
    shippingFeeType: text,
    shippingDueDate: timeOrNone,
    shippingMemo: text,
    shippingAddress: shippingAddress.nullish(),
    logisticsCompanyId: text,
    deliveryAttributeType: text,
  })
  .superRefine((row, context) => {
    if (claimOf(row.claimType, row.claimStatus) !== 'unknown') return;
    const message = `unknown claim ${row.claimType} ${row.claimStatus}`;
    context.addIssue({ code: 'custom', path: ['claimStatus'], message });
  });

const rowSchema = z.object({
  order: z.object({
    orderId: digits,
    orderDate: time,
    paymentDate: timeOrNone,
    ordererName: text,
    ordererTel: text,
  }),
  productOrder,
  delivery: z.object({ deliveryCompany: text, trackingNumber: text }).nullish(),
  ...claimDetails,
  beforeClaim: z.object({ exchange: claimDetail.nullish() }).nullish(),
  currentClaim: z.object(claimDetails).nullish(),
  completedClaims: z
    .array(claimDetail)
    .nullish()
    .transform((claims) => claims ?? []),
});

/** One product order with the order it belongs to; a line of ours. */
export type Row = z.output<typeof rowSchema>;

export function parseRow(raw: unknown) {
  return rowSchema.safeParse(raw);
}

/** Of a row that cannot be understood, as far as it says them. */
export function numbersOf(raw: unknown): { orderNo: string | null; partNo: string | null } {
  const order = z.object({ order: z.object({ orderId: digits }) }).safeParse(raw);
  const line = z.object({ productOrder: z.object({ productOrderId: digits }) }).safeParse(raw);
  return {
    orderNo: order.data?.order.orderId ?? null,
    partNo: line.data?.productOrder.productOrderId ?? null,
  };
}
