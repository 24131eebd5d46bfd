import { groupBy } from '../group';
import { kstIso } from '../kst';
import type { CoupangBox } from './box';
import { courierName } from './couriers';
import { type InvoiceRow, waybillKey } from './invoice-rules';

/** What became of a box whose rows were accepted: it, and the boxes split off it. */
export interface Departure {
  readonly box: CoupangBox;
  /** Its shipmentBoxId is still to be given. */
  readonly isNewBox: boolean;
  /** False for the part that a split leaves waiting. */
  readonly leaves: boolean;
}

/** The whole box, or with splitShipping a new box per number while the unnumbered items stay. */
export function departuresOf(box: CoupangBox, rows: readonly InvoiceRow[], now: Date): Departure[] {
  const isSplit = !box.splitShipping && rows.some(({ splitShipping }) => splitShipping);
  if (!isSplit) return renumbered(box, rows, now).map(departed);
  const parcels = [
    ...groupBy(
      rows.filter(({ invoiceNumber }) => invoiceNumber !== ''),
      waybillKey,
    ).values(),
  ];
  const waiting = rows.filter(({ invoiceNumber }) => invoiceNumber === '');
  const split = { ...box, splitShipping: true };
  const leaving = parcels.map((parcel, index): Departure => {
    const keepsBox = waiting.length === 0 && index === 0;
    const [part] = renumbered(withItems(split, parcel), parcel, now);
    return departed({ box: part?.box ?? split, isNewBox: !keepsBox, leaves: true });
  });
  if (waiting.length === 0) return leaving;
  return [{ box: withDates(split, waiting), isNewBox: false, leaves: false }, ...leaving];
}

/** The box under the number of its rows. */
export function renumbered(box: CoupangBox, [row]: readonly InvoiceRow[], now: Date): Departure[] {
  if (!row) return [];
  const renamed: CoupangBox = {
    ...box,
    deliveryCompanyCode: row.deliveryCompanyCode,
    deliveryCompanyName: courierName(row.deliveryCompanyCode),
    invoiceNumber: row.invoiceNumber,
    orderItems: box.orderItems.map((item) => ({ ...item, invoiceNumberUploadDate: kstIso(now) })),
  };
  return [{ box: renamed, isNewBox: false, leaves: true }];
}

function departed(departure: Departure): Departure {
  return { ...departure, box: { ...departure.box, status: 'DEPARTURE' } };
}

function withItems(box: CoupangBox, rows: readonly InvoiceRow[]): CoupangBox {
  const named = new Set(rows.map(({ vendorItemId }) => vendorItemId));
  return {
    ...box,
    orderItems: box.orderItems.filter(({ vendorItemId }) => named.has(vendorItemId)),
  };
}

function withDates(box: CoupangBox, rows: readonly InvoiceRow[]): CoupangBox {
  const dates = new Map(rows.map((row) => [row.vendorItemId, row.estimatedShippingDate]));
  const { orderItems } = withItems(box, rows);
  return {
    ...box,
    orderItems: orderItems.map((item) => ({
      ...item,
      plannedShippingDate: dates.get(item.vendorItemId) ?? '',
    })),
  };
}
