import type { DeliveryInput } from '../control';
import { kstIso } from '../kst';
import type { Transaction } from '../store/sql';
import { saveUnits, type Unit } from '../store/units';
import { type CoupangBox, isGone } from './box';
import { courierName } from './couriers';

const waiting: readonly string[] = ['ACCEPT', 'INSTRUCT', 'DEPARTURE', 'DELIVERING'];

/** The seller sends it in Wing, and it arrives; the buyer may confirm the purchase. */
export async function deliverOnCoupang(
  tx: Transaction,
  units: readonly Unit<CoupangBox>[],
  { isConfirmed = false }: DeliveryInput,
  now: Date,
): Promise<readonly string[]> {
  const arrived = units.filter(
    ({ document }) => waiting.includes(document.status) && !isGone(document),
  );
  await saveUnits(
    tx,
    arrived.map(({ id, document }) => ({
      id,
      statuses: ['FINAL_DELIVERY'],
      document: deliveredBox(document, id, isConfirmed, now),
    })),
  );
  return arrived.map(({ unitNo }) => unitNo);
}

function deliveredBox(box: CoupangBox, id: string, isConfirmed: boolean, now: Date): CoupangBox {
  return {
    ...box,
    status: 'FINAL_DELIVERY',
    deliveryCompanyCode: 'CJGLS',
    deliveryCompanyName: courierName('CJGLS'),
    invoiceNumber: `6${id.padStart(11, '0')}`,
    deliveredDate: kstIso(now),
    orderItems: box.orderItems.map((item) => ({
      ...item,
      invoiceNumberUploadDate: kstIso(now),
      confirmDate: isConfirmed ? kstIso(now) : null,
    })),
  };
}
