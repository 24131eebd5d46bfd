import type { BookedParcel } from '@/lib/couriers/api/courier-api';
import type { ShipmentContent } from './contents';

const GOODS_LETTERS = 100;

/** A parcel as a courier's API is told of it. */
export function bookedParcel(content: ShipmentContent): BookedParcel {
  const goods = content.items.map(({ name, option }) => `${name} ${option}`.trim()).join(', ');
  return {
    shipmentNo: String(content.id),
    recipient: content.recipient,
    goods: goods.slice(0, GOODS_LETTERS),
    quantity: 1,
    note: content.note,
    freightTerm: content.freightTerm,
  };
}
