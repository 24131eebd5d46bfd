import type { CourierKey } from '@/lib/couriers/registry';
import { type CourierSheetField, courierHeaders, courierSignatures } from './courier-headers';
import { columnsByName, hasHeaders } from './header-names';

export type CourierSheetColumns = Partial<Record<CourierSheetField, number>>;

/** `courier` is null when the headers don't tell: then a column or the person does. */
export type CourierSheetMatch = { courier: CourierKey | null; columns: CourierSheetColumns };

/**
 * A result file of a courier's program, or null when it has no waybill column or too little to find the
 * shipment by: its number, or the order and who receives it.
 */
export function recogniseCourierSheet(headers: readonly string[]): CourierSheetMatch | null {
  const columns = columnsByName(headers, courierHeaders);
  const { waybillNo, shipmentNo, orderNo, recipientName } = columns;
  if (waybillNo === undefined) return null;
  if (shipmentNo === undefined && (orderNo === undefined || recipientName === undefined))
    return null;
  return { courier: courierOfHeaders(headers), columns };
}

/** Whose program writes such headers; null when they don't tell. */
export function courierOfHeaders(headers: readonly string[]): CourierKey | null {
  return courierSignatures.find(({ all }) => hasHeaders(headers, all))?.courier ?? null;
}
