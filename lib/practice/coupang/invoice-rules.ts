import { type CoupangBox, type CoupangReceiver, isGone, openCount, openItems } from './box';
import { DIRECT, hasRightLength } from './couriers';
import type { ResultCode } from './results';

export interface InvoiceRow {
  readonly shipmentBoxId: string;
  readonly orderId: string;
  readonly vendorItemId: string;
  readonly deliveryCompanyCode: string;
  /** '' for what a split leaves behind. */
  readonly invoiceNumber: string;
  readonly splitShipping: boolean;
  readonly preSplitShipped: boolean;
  readonly estimatedShippingDate: string;
}

/** Which receiver a waybill number already goes to. */
export type UsedNumbers = ReadonlyMap<string, string>;

export function waybillKey({ deliveryCompanyCode, invoiceNumber }: InvoiceRow): string {
  return `${deliveryCompanyCode}:${invoiceNumber}`;
}

export function receiverKey({ name, addr1, addr2 }: CoupangReceiver): string {
  return [name, addr1, addr2].join('\n');
}

/** What Coupang says to the waybill rows of one box. */
export function judgeInvoice(
  box: CoupangBox | undefined,
  rows: readonly InvoiceRow[],
  used: UsedNumbers,
): ResultCode {
  if (!box || rows.some(({ orderId }) => orderId !== box.orderId)) return 'NOT_FOUND_SHIPMENT_BOX';
  return (
    stateFault(box) ??
    itemFault(box, rows) ??
    splitFault(box, rows) ??
    numberFault(box, rows, used) ??
    'OK'
  );
}

/** The same for a number that replaces one: any item of the box, once it has left. */
export function judgeInvoiceChange(
  box: CoupangBox | undefined,
  rows: readonly InvoiceRow[],
  used: UsedNumbers,
): ResultCode {
  if (!box || rows.some(({ orderId }) => orderId !== box.orderId)) return 'NOT_FOUND_SHIPMENT_BOX';
  if (!['DEPARTURE', 'DELIVERING', 'FINAL_DELIVERY'].includes(box.status)) return 'INVALID_STATUS';
  if (hasForeignItem(box, rows)) return 'NOT_FOUND_VENDOR_ITEM';
  if (rows.some(({ invoiceNumber }) => invoiceNumber === '')) return 'NOT_FOUND_INVOICE_NUMBER';
  const isSame = rows.every((row) => waybillKey(row) === currentWaybill(box));
  return isSame ? 'NOT_ALLOW_INVOICE_NUMBER_RE_UPLOAD' : (numberFault(box, rows, used) ?? 'OK');
}

function currentWaybill(box: CoupangBox): string {
  return `${box.deliveryCompanyCode}:${box.invoiceNumber}`;
}

function stateFault(box: CoupangBox): ResultCode | null {
  if (isGone(box)) return 'ORDER_DELIVERY_CANCELED';
  if (box.status !== 'INSTRUCT') return 'INVALID_STATUS';
  const open = openItems(box);
  if (open.every((item) => item.holdCountForCancel >= openCount(item))) {
    return 'ORDER_DELIVERY_CANCELED_HOLDING_FOR_CANCEL';
  }
  const isPartlyStopped = open.some(({ holdCountForCancel }) => holdCountForCancel > 0);
  return isPartlyStopped ? 'ORDER_DELIVERY_PARTIAL_STOP_REQUESTED' : null;
}

/** Every item still to be shipped must be named, and no other. */
function itemFault(box: CoupangBox, rows: readonly InvoiceRow[]): ResultCode | null {
  const named = new Set(rows.map(({ vendorItemId }) => vendorItemId));
  const isComplete = openItems(box).every(({ vendorItemId }) => named.has(vendorItemId));
  return isComplete && !hasForeignItem(box, rows) ? null : 'NOT_FOUND_VENDOR_ITEM';
}

function hasForeignItem(box: CoupangBox, rows: readonly InvoiceRow[]): boolean {
  const own = new Set(box.orderItems.map(({ vendorItemId }) => vendorItemId));
  return rows.some(({ vendorItemId }) => !own.has(vendorItemId));
}

function splitFault(box: CoupangBox, rows: readonly InvoiceRow[]): ResultCode | null {
  const isSecondCall = rows.every((row) => row.splitShipping && row.preSplitShipped);
  if (box.splitShipping) {
    if (!isSecondCall) return 'IS_SEPARATE_MUST_BE_TRUE_WHEN_SEPARATE_DELIVERY';
    const keepsDate = rows.every(({ invoiceNumber }) => invoiceNumber !== '');
    return keepsDate ? null : 'PSD_NOT_ALLOW_TO_CHANGE';
  }
  if (rows.every(({ splitShipping }) => !splitShipping)) return null;
  if (!box.ableSplitShipping) return 'NOT_ALLOW_SEPARATE_WHEN_ONE_VENDOR_ITEM';
  if (rows.some(({ deliveryCompanyCode }) => deliveryCompanyCode === DIRECT)) {
    return 'NOT_ALLOW_VENDOR_DIRECT';
  }
  if (rows.some((row) => !row.splitShipping || row.preSplitShipped)) return 'INVALID_STATUS';
  const hasEither = rows.every(
    (row) => (row.invoiceNumber === '') !== (row.estimatedShippingDate === ''),
  );
  return hasEither ? null : 'NOT_FOUND_INVOICE_NUMBER';
}

function numberFault(
  box: CoupangBox,
  rows: readonly InvoiceRow[],
  used: UsedNumbers,
): ResultCode | null {
  const isSplit = rows.some(({ splitShipping }) => splitShipping);
  const numbered = rows.filter(({ invoiceNumber }) => invoiceNumber !== '');
  if (numbered.length === 0 || (!isSplit && numbered.length < rows.length)) {
    return 'NOT_FOUND_INVOICE_NUMBER';
  }
  const isOneParcel = new Set(numbered.map(waybillKey)).size === 1;
  if (!isSplit && !isOneParcel) return 'INVALID_INVOICE_NUMBER';
  const hasLengths = numbered.every((row) =>
    hasRightLength(row.deliveryCompanyCode, row.invoiceNumber),
  );
  if (!hasLengths) return 'INVALID_INVOICE_NUMBER';
  const goesElsewhere = numbered.some((row) => {
    const receiver = row.deliveryCompanyCode === DIRECT ? undefined : used.get(waybillKey(row));
    return receiver !== undefined && receiver !== receiverKey(box.receiver);
  });
  return goesElsewhere ? 'DUPLICATE_INVOICE_NUMBER' : null;
}
