import type { DeliveryInput } from '../control';
import { kstSeconds } from '../kst';
import type { Transaction } from '../store/sql';
import { saveUnits, type Unit } from '../store/units';
import { type Cafe24Order, changedUnit, withItemStatus, withItems } from './order';

const waiting: readonly string[] = ['N10', 'N20', 'N21', 'N22', 'N30'];

/** The seller sends it in the mall's own administration, and it arrives; the buyer may confirm it. */
export async function deliverOnCafe24(
  tx: Transaction,
  units: readonly Unit<Cafe24Order>[],
  { isConfirmed = false }: DeliveryInput,
  now: Date,
): Promise<readonly string[]> {
  const arrived = units.filter(({ document }) =>
    document.items.some(({ order_status }) => waiting.includes(order_status)),
  );
  await saveUnits(
    tx,
    arrived.map((unit) => {
      const items = unit.document.items
        .filter(({ order_status }) => waiting.includes(order_status))
        .map((item) => ({
          ...withItemStatus(item, isConfirmed ? ('N50' as const) : ('N40' as const)),
          shipped_date: item.shipped_date ?? kstSeconds(now),
          delivered_date: kstSeconds(now),
          shipping_company_code: item.shipping_company_code || '0006',
          tracking_no: item.tracking_no || `6${unit.id.padStart(11, '0')}`,
        }));
      return changedUnit({ ...unit, document: withItems(unit.document, items) });
    }),
  );
  return arrived.map(({ unitNo }) => unitNo);
}
