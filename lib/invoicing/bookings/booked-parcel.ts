import type { BookedParcel } from '@/lib/couriers/api/courier-api';
import { joined } from '@/lib/sheets/writing/render-template';
import type { ShipmentContent } from '../contents';
import { templateItems } from '../templates/template-rows';

/** A hundred letters of Korean, as couriers count them. */
const GOODS_BYTES = 200;

/** A parcel as a courier's API is told of it. */
export function bookedParcel(content: ShipmentContent): BookedParcel {
  return {
    shipmentNo: String(content.id),
    recipient: content.recipient,
    goods: joined(
      { join: ['productName', 'optionName', 'quantity'], maxBytes: GOODS_BYTES },
      templateItems(content),
    ),
    quantity: 1,
    note: content.note,
    freightTerm: content.freightTerm,
  };
}
