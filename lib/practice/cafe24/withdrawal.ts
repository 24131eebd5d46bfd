import type { Transaction } from '../store/sql';
import { saveUnits, type Unit } from '../store/units';
import { type Cafe24Item, type Cafe24Order, changedUnit, withItemStatus } from './order';

/** The buyer takes a request back: the item stands where it stood, and says what was undone. */
export async function withdrawOnCafe24(
  tx: Transaction,
  units: readonly Unit<Cafe24Order>[],
): Promise<number> {
  const claimed = units.map((unit) => ({
    ...unit,
    document: { ...unit.document, items: unit.document.items.map(undone) },
  }));
  await saveUnits(tx, claimed.map(changedUnit));
  return units.flatMap(({ document }) => document.items.filter(isClaimed)).length;
}

function isClaimed({ order_status }: Cafe24Item): boolean {
  return order_status === 'C00' || order_status === 'R00';
}

function undone(item: Cafe24Item): Cafe24Item {
  if (!isClaimed(item) || item.order_status_before_cs === null) return item;
  const request_undone = item.order_status === 'C00' ? 'Cancellation' : 'Return';
  return { ...withItemStatus(item, item.order_status_before_cs), request_undone };
}
