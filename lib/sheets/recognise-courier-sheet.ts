import type { CourierKey } from '@/lib/couriers/registry';

export const courierSheetFields = [
  /** Our 배송번호: the built-in templates send it as 고객주문번호. */
  'shipmentNo',
  'waybillNo',
  'courierName',
  'orderNo',
  'recipientName',
  'recipientPhone',
  'recipientMobile',
  'address',
  'productName',
] as const;

export type CourierSheetField = (typeof courierSheetFields)[number];

export type CourierSheetColumns = Partial<Record<CourierSheetField, number>>;

/** `courier` is null when the headers fit several couriers: then the person chooses. */
export type CourierSheetMatch = { courier: CourierKey | null; columns: CourierSheetColumns };

/** A result file of a courier's program, or null when it has no waybill column or nothing to find the shipment by. */
export function recogniseCourierSheet(_headers: readonly string[]): CourierSheetMatch | null {
  throw new Error('not written yet');
}
