import type { DeliveryInput } from '../control';
import type { Transaction } from '../store/sql';
import { saveUnits, type Unit } from '../store/units';
import { kstMoment, type SmartstoreUnit, statusesOf, withChange } from './product-order';

/** The seller sends it in his seller centre, and it arrives; the buyer may confirm the purchase. */
export async function deliverOnSmartstore(
  tx: Transaction,
  units: readonly Unit<SmartstoreUnit>[],
  { isConfirmed = false }: DeliveryInput,
  now: Date,
): Promise<readonly string[]> {
  const arrived = units.filter(({ document: { productOrder, claim } }) => {
    const hasNotArrived = ['PAYED', 'DELIVERING'].includes(productOrder.productOrderStatus);
    return hasNotArrived && claim === null;
  });
  await saveUnits(
    tx,
    arrived.map(({ id, document }) => {
      const delivered = deliveredUnit(document, id, isConfirmed, now);
      return { id, statuses: statusesOf(delivered), document: delivered };
    }),
  );
  return arrived.map(({ unitNo }) => unitNo);
}

/** Of an arrival the feed says nothing. */
function deliveredUnit(
  unit: SmartstoreUnit,
  id: string,
  isConfirmed: boolean,
  now: Date,
): SmartstoreUnit {
  const delivered: SmartstoreUnit = {
    ...unit,
    productOrder: {
      ...unit.productOrder,
      placeOrderStatus: 'OK',
      productOrderStatus: isConfirmed ? 'PURCHASE_DECIDED' : 'DELIVERED',
    },
    delivery: unit.delivery ?? {
      deliveryCompany: 'CJGLS',
      deliveryMethod: 'DELIVERY',
      deliveryStatus: 'DELIVERY_COMPLETION',
      trackingNumber: `6${id.padStart(11, '0')}`,
      sendDate: kstMoment(now),
      isWrongTrackingNumber: false,
    },
  };
  return withChange(delivered, isConfirmed ? 'PURCHASE_DECIDED' : 'DISPATCHED', now);
}
