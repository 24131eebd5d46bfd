import type { AddressChangeInput, CancelRequested, CancelRequestInput } from '../control';
import { kstSeconds } from '../kst';
import type { Transaction } from '../store/sql';
import { saveUnits, type Unit } from '../store/units';
import { type Cafe24Item, type Cafe24Order, changedUnit, withItemStatus } from './order';

/** The buyer asks to cancel (C00) what has not left, or to return (R00) what has. */
export async function cancelOnCafe24(
  tx: Transaction,
  units: readonly Unit<Cafe24Order>[],
  input: CancelRequestInput,
  now: Date,
): Promise<CancelRequested> {
  const claimed = units.map((unit) => {
    const items = unit.document.items.flatMap((item) =>
      claimedItems(unit.document, item, input, now),
    );
    return { ...unit, document: { ...unit.document, items } };
  });
  await saveUnits(tx, claimed.map(changedUnit));
  const before = new Set(
    units.flatMap(({ document }) => document.items.filter(isClaimed).map(codeOf)),
  );
  const claims = claimed
    .flatMap(({ document }) => document.items.filter(isClaimed).map(codeOf))
    .filter((code) => !before.has(code));
  return { claimNos: claims, cancelledAtOnce: false };
}

/** The address can be changed until the first item has left. */
export async function moveOnCafe24(
  tx: Transaction,
  units: readonly Unit<Cafe24Order>[],
  input: AddressChangeInput,
): Promise<readonly string[]> {
  const open = units.filter(({ document }) => document.shipments.length === 0);
  const moved = open.map((unit) => ({
    ...unit,
    document: {
      ...unit.document,
      receivers: unit.document.receivers.map((receiver) => ({
        ...receiver,
        name: input.name ?? receiver.name,
        cellphone: input.phone ?? receiver.cellphone,
        zipcode: input.postcode ?? receiver.zipcode,
        address1: input.address1 ?? receiver.address1,
        address2: input.address2 ?? receiver.address2,
      })),
    },
  }));
  await saveUnits(tx, moved.map(changedUnit));
  return open.map(({ unitNo }) => unitNo);
}

function isClaimed({ order_status }: Cafe24Item): boolean {
  return order_status === 'C00' || order_status === 'R00';
}

function codeOf({ order_item_code }: Cafe24Item): string {
  return order_item_code;
}

/** A part of an item's quantity is claimed as an item of its own, with the next code. */
function claimedItems(
  order: Cafe24Order,
  item: Cafe24Item,
  { lines, reason = '' }: CancelRequestInput,
  now: Date,
): Cafe24Item[] {
  const asked = lines
    ? (lines.find(({ lineKey }) => lineKey === item.order_item_code)?.quantity ?? 0)
    : item.quantity;
  const quantity = Math.min(asked, item.quantity);
  if (quantity === 0 || !item.order_status.startsWith('N')) return [item];
  if (quantity === item.quantity) return [claimedItem(item, reason, now)];
  const itemNo = nextItemNo(order, item);
  const part: Cafe24Item = {
    ...item,
    item_no: itemNo,
    order_item_code: `${order.order_id}-${String(itemNo).padStart(2, '0')}`,
    original_item_no: [item.item_no],
    quantity,
  };
  return [{ ...item, quantity: item.quantity - quantity }, claimedItem(part, reason, now)];
}

function nextItemNo({ items }: Cafe24Order, item: Cafe24Item): number {
  return Math.max(...items.map(({ item_no }) => item_no)) + items.indexOf(item) + 1;
}

function claimedItem(item: Cafe24Item, reason: string, now: Date): Cafe24Item {
  const hasLeft = ['N30', 'N40', 'N50'].includes(item.order_status);
  const at = kstSeconds(now);
  return {
    ...withItemStatus(item, hasLeft ? 'R00' : 'C00'),
    order_status_before_cs: item.order_status,
    claim_code: `${hasLeft ? 'R' : 'C'}${at.slice(0, 10).replaceAll('-', '')}-${item.order_item_code.slice(-10)}`,
    claim_reason_type: 'A',
    claim_reason: reason,
    claim_quantity: item.quantity,
    cancel_request_date: hasLeft ? null : at,
    return_request_date: hasLeft ? at : null,
  };
}
