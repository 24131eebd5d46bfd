import type { AddressChangeInput, CancelRequested, CancelRequestInput } from '../control';
import { addClaims } from '../store/claims';
import type { Transaction } from '../store/sql';
import { saveUnits, type Unit } from '../store/units';
import { type CoupangBox, type CoupangItem, isGone, openCount, openItems } from './box';
import { type ClaimedLine, type ClaimTerms, claimOf } from './claim';

/** The buyer cancels: at once while ACCEPT, as 출고중지요청 while INSTRUCT, as a return afterwards. */
export async function cancelOnCoupang(
  tx: Transaction,
  units: readonly Unit<CoupangBox>[],
  input: CancelRequestInput,
  now: Date,
): Promise<CancelRequested> {
  const claims = units
    .map((unit) => ({ unit, lines: claimedLines(unit.document, input) }))
    .filter(({ lines }) => lines.length > 0)
    .map(({ unit, lines }) => ({ unit, lines, terms: termsOf(unit.document) }));
  await saveUnits(
    tx,
    claims.map(({ unit, lines, terms }) => changedUnit(unit, lines, terms)),
  );
  const added = claims.map(({ unit, lines, terms }) => ({
    unit,
    status: terms.status,
    document: claimOf(unit.document, lines, terms, input.reason ?? '', now),
  }));
  return {
    claimNos: await addClaims(tx, added, now),
    cancelledAtOnce: claims.every(({ terms }) => terms.receiptType === 'CANCEL'),
  };
}

/** The address can be changed until the seller acknowledges. */
export async function moveOnCoupang(
  tx: Transaction,
  units: readonly Unit<CoupangBox>[],
  input: AddressChangeInput,
): Promise<readonly string[]> {
  const open = units.filter(({ document }) => document.status === 'ACCEPT');
  await saveUnits(
    tx,
    open.map(({ id, statuses, document }) => ({
      id,
      statuses,
      document: {
        ...document,
        receiver: {
          ...document.receiver,
          name: input.name ?? document.receiver.name,
          safeNumber: input.phone ?? document.receiver.safeNumber,
          addr1: input.address1 ?? document.receiver.addr1,
          addr2: input.address2 ?? document.receiver.addr2,
          postCode: input.postcode ?? document.receiver.postCode,
        },
      },
    })),
  );
  return open.map(({ unitNo }) => unitNo);
}

function claimedLines(box: CoupangBox, { lines }: CancelRequestInput): ClaimedLine[] {
  return openItems(box).flatMap((item) => {
    const free = openCount(item) - item.holdCountForCancel;
    const wanted = lines
      ? (lines.find(({ lineKey }) => lineKey === item.vendorItemId)?.quantity ?? 0)
      : free;
    const quantity = Math.min(wanted, free);
    return quantity > 0 ? [{ lineKey: item.vendorItemId, quantity }] : [];
  });
}

function termsOf({ status }: CoupangBox): ClaimTerms {
  if (status === 'ACCEPT') {
    return { receiptType: 'CANCEL', status: 'CC', releaseStatus: 'N', releaseStopStatus: '비대상' };
  }
  if (status === 'INSTRUCT') {
    return { receiptType: 'RETURN', status: 'RU', releaseStatus: 'N', releaseStopStatus: '미처리' };
  }
  return { receiptType: 'RETURN', status: 'UC', releaseStatus: 'Y', releaseStopStatus: '비대상' };
}

function changedUnit(
  { id, document }: Unit<CoupangBox>,
  lines: readonly ClaimedLine[],
  { status }: ClaimTerms,
) {
  const claimed = new Map(lines.map(({ lineKey, quantity }) => [lineKey, quantity]));
  const orderItems = document.orderItems.map((item): CoupangItem => {
    const quantity = claimed.get(item.vendorItemId) ?? 0;
    if (status === 'RU') {
      return { ...item, holdCountForCancel: item.holdCountForCancel + quantity };
    }
    if (status === 'UC') return item;
    const cancelCount = item.cancelCount + quantity;
    return { ...item, cancelCount, canceled: cancelCount >= item.shippingCount };
  });
  const changed: CoupangBox = { ...document, orderItems };
  const box: CoupangBox = isGone(changed) ? { ...changed, status: 'CANCELED' } : changed;
  return { id, statuses: [box.status], document: box };
}
