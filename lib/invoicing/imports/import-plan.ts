import { courierByName } from '@/lib/couriers/courier-by-name';
import type { CourierKey } from '@/lib/couriers/registry';
import { checkWaybillNo, type WaybillReason } from '@/lib/couriers/waybill-no';
import { grouped } from '@/lib/grouped';
import { hasLeft, type Stage } from '@/lib/shipments/stages';
import { type Named, namesSomebodyElse } from './other-recipient';

/** A row of a courier's file, as read: texts trimmed, numbers that the spreadsheet spoiled marked. */
export type WaybillRow = {
  rowNo: number;
  shipmentNo: string;
  waybillNo: string;
  /** Digits of the number, or of the 배송번호, are lost for good. */
  isDamaged: boolean;
  courierName: string;
  orderNo: string;
  recipientName: string;
  phones: string[];
};

/** A shipment that a row may mean, as it stands now. */
export type ImportCandidate = {
  id: number;
  stage: Stage;
  holdKinds: readonly string[];
  courier: string | null;
  waybillNo: string | null;
  /** Of what the courier's program was last told, and of what is inside now; null when told nothing. */
  requestedHash: string | null;
  presentHash: string | null;
  /** Of itself and of the orders inside. */
  recipients: readonly Named[];
};

export type NumberOwner = {
  shipmentId: number;
  isRetired: boolean;
  /** One of a range is not: it retires when it is taken off its shipment. */
  canBeFreed: boolean;
};

export type ImportContext = {
  candidates: ReadonlyMap<number, ImportCandidate>;
  /** Where the goods of an absorbed shipment are now. */
  absorbedInto: ReadonlyMap<number, readonly number[]>;
  /** Shipments that wait for a number or have one of this file, by `orderAndName`. */
  byOrderAndName: ReadonlyMap<string, readonly number[]>;
  /** Numbers that exist already, by `courierAndNo`. */
  owners: ReadonlyMap<string, NumberOwner>;
  courier: CourierKey | null;
  /** 기존 송장번호 교체 */
  replaces: boolean;
};

export type ImportReason =
  | WaybillReason
  | 'noCourier'
  | 'unknownCourier'
  | 'damaged'
  | 'unknownShipment'
  | 'shipmentNoNeeded'
  | 'otherRecipient'
  | 'notAllocated'
  | 'held'
  | 'claimed'
  | 'alreadyInvoiced'
  | 'alreadyShipped'
  | 'takenByOther'
  | 'retired'
  | 'changedSinceRequest'
  | 'duplicateInFile'
  | 'sameRowTwice'
  | 'sameNumber'
  | 'replaces'
  /** It has left: the marketplace is told the new number as well. */
  | 'replacesTold';

export type ImportDecision = {
  rowNo: number;
  /** `new` and `warned` are written, `known` stands already, `bad` is not. */
  outcome: 'new' | 'warned' | 'known' | 'bad';
  reason: ImportReason | null;
  shipmentId: number | null;
  courier: CourierKey | null;
  waybillNo: string;
  /** The row of the file that it contradicts or repeats. */
  otherRowNo?: number;
};

export const orderAndName = (orderNo: string, name: string) =>
  `${orderNo}\n${name.normalize('NFKC').replace(/\s/g, '')}`;

export const courierAndNo = (courier: string, waybillNo: string) => `${courier}:${waybillNo}`;

/** What comes of each row of a courier's file, and why. */
export function planImport(rows: readonly WaybillRow[], context: ImportContext): ImportDecision[] {
  const found = rows.map((row) => findShipment(row, context));
  const clashes = clashesWithin(found);
  const seen = new Map<string, number>();
  const judged = found.map((decision): ImportDecision => {
    if (decision.outcome === 'bad' || decision.shipmentId === null) return decision;
    const pair = pairOf(decision);
    const clash = clashes.get(pair);
    if (clash) return { ...refuse(decision, 'duplicateInFile'), otherRowNo: clash };
    const otherRowNo = seen.get(pair);
    if (otherRowNo) return { ...decision, outcome: 'known', reason: 'sameRowTwice', otherRowNo };
    seen.set(pair, decision.rowNo);
    return judge(decision, context);
  });
  return withoutTaken(judged, context);
}

/**
 * A number of another shipment is free only where the same file gives that one another number: two
 * parcels may swap. Whoever is refused keeps its number, so those who waited for it are asked again.
 */
function withoutTaken(
  decisions: readonly ImportDecision[],
  context: ImportContext,
): ImportDecision[] {
  const written = decisions.filter(isWritten);
  const leaving = new Set(written.map((decision) => decision.shipmentId));
  const waiting = grouped(written, (decision) => ownerOf(decision, context)?.shipmentId);
  const blocked = new Set(written.filter((decision) => !isFree(decision, leaving, context)));
  // What is added while it is walked is walked as well.
  for (const { shipmentId } of blocked)
    for (const decision of waiting.get(shipmentId ?? 0) ?? []) blocked.add(decision);
  return decisions.map((decision) =>
    blocked.has(decision)
      ? refuse(decision, ownerOf(decision, context)?.isRetired ? 'retired' : 'takenByOther')
      : decision,
  );
}

function isFree(
  decision: ImportDecision,
  leaving: ReadonlySet<number | null>,
  context: ImportContext,
): boolean {
  const owner = ownerOf(decision, context);
  return !owner || (owner.canBeFreed && leaving.has(owner.shipmentId));
}

function ownerOf({ courier, waybillNo }: ImportDecision, { owners }: ImportContext) {
  return courier ? owners.get(courierAndNo(courier, waybillNo)) : undefined;
}

const isWritten = ({ outcome }: ImportDecision) => outcome === 'new' || outcome === 'warned';

/** Finds the one shipment that the row means, and reads the number and its courier. */
function findShipment(row: WaybillRow, context: ImportContext): ImportDecision {
  // A name that nobody knows is not passed over for the courier chosen for the file.
  const isNamed = /\p{L}/u.test(row.courierName);
  const courier = isNamed ? courierByName(row.courierName) : context.courier;
  const meant = shipmentsMeant(row, context);
  const [first = null, ...others] = meant.ids;
  const open: ImportDecision = {
    rowNo: row.rowNo,
    outcome: 'new',
    reason: null,
    shipmentId: others.length > 0 ? null : first,
    courier,
    waybillNo: row.waybillNo,
  };
  if (row.isDamaged) return refuse(open, 'damaged');
  if (!courier) return refuse(open, isNamed ? 'unknownCourier' : 'noCourier');
  const check = checkWaybillNo(courier, row.waybillNo);
  if (check.verdict === 'refuse') return refuse(open, check.reason);
  if (others.length > 0) return refuse(open, 'shipmentNoNeeded');
  if (first === null) return refuse(open, meant.missing);
  if (isForSomebodyElse(row, open, context.candidates.get(first)))
    return refuse(open, 'otherRecipient');
  return check.verdict === 'warn' ? { ...open, outcome: 'warned', reason: check.reason } : open;
}

/** A column that slipped gives numbers to the wrong parcels; a number that stands already gives none. */
function isForSomebodyElse(
  { recipientName, phones }: WaybillRow,
  { courier, waybillNo }: ImportDecision,
  shipment: ImportCandidate | undefined,
): boolean {
  if (!shipment || (shipment.waybillNo === waybillNo && shipment.courier === courier)) return false;
  return namesSomebodyElse({ name: recipientName, phones }, shipment.recipients);
}

/**
 * By 배송번호, an absorbed one standing for its bundle; else by 주문번호 + recipient, if only one fits:
 * the one that has this number, where the file came before, else one that waits for its number.
 */
function shipmentsMeant(
  row: WaybillRow,
  { candidates, absorbedInto, byOrderAndName }: ImportContext,
): { ids: readonly number[]; missing: ImportReason } {
  if (row.shipmentNo !== '') {
    const id = /^\d{1,15}$/.test(row.shipmentNo) ? Number(row.shipmentNo) : 0;
    const ids = absorbedInto.get(id) ?? (candidates.has(id) ? [id] : []);
    if (ids.length > 0 || row.orderNo === '') return { ids, missing: 'unknownShipment' };
  }
  const fitting = byOrderAndName.get(orderAndName(row.orderNo, row.recipientName)) ?? [];
  const numbered = fitting.filter((id) => candidates.get(id)?.waybillNo === row.waybillNo);
  const waiting = fitting.filter((id) => !candidates.get(id)?.waybillNo);
  const ids = numbered.length > 0 ? numbered : waiting;
  return { ids, missing: row.shipmentNo === '' ? 'shipmentNoNeeded' : 'unknownShipment' };
}

function judge(decision: ImportDecision, context: ImportContext): ImportDecision {
  const { shipmentId, courier, waybillNo } = decision;
  const shipment = context.candidates.get(shipmentId ?? 0);
  if (!shipment || !courier) return refuse(decision, 'unknownShipment');
  if (shipment.waybillNo === waybillNo && shipment.courier === courier)
    return { ...decision, outcome: 'known', reason: 'sameNumber' };
  if (shipment.stage === 'shipped' && shipment.waybillNo !== null && context.replaces)
    return { ...decision, reason: decision.reason ?? 'replacesTold' };
  if (hasLeft(shipment)) return refuse(decision, 'alreadyShipped');
  if (shipment.stage === 'invoiced' && !context.replaces)
    return refuse(decision, 'alreadyInvoiced');
  if (shipment.stage !== 'invoiced' && shipment.stage !== 'allocated')
    return refuse(decision, 'notAllocated');
  if (shipment.holdKinds.includes('claim')) return refuse(decision, 'claimed');
  if (shipment.holdKinds.length > 0) return refuse(decision, 'held');
  if (shipment.requestedHash !== null && shipment.requestedHash !== shipment.presentHash)
    return refuse(decision, 'changedSinceRequest');
  if (shipment.stage === 'invoiced' && decision.outcome === 'new')
    return { ...decision, reason: 'replaces' };
  return decision;
}

/**
 * Pairs that cannot both be right: one number on two shipments, or two numbers on one. Nobody can tell
 * which row is meant, so none is taken. Each with the first row that says otherwise.
 */
function clashesWithin(decisions: readonly ImportDecision[]): Map<string, number> {
  const rowsOfPairs = new Map<string, Map<string, number>>();
  const add = (key: string, pair: string, rowNo: number) => {
    const pairs = rowsOfPairs.get(key) ?? new Map<string, number>();
    rowsOfPairs.set(key, pairs);
    if (!pairs.has(pair)) pairs.set(pair, rowNo);
  };
  for (const decision of decisions) {
    if (decision.outcome === 'bad' || decision.shipmentId === null || !decision.courier) continue;
    const pair = pairOf(decision);
    add(`no ${courierAndNo(decision.courier, decision.waybillNo)}`, pair, decision.rowNo);
    add(`shipment ${decision.shipmentId}`, pair, decision.rowNo);
  }
  const clashes = new Map<string, number>();
  for (const pairs of rowsOfPairs.values()) {
    const [first, second] = pairs;
    if (!first || !second) continue;
    for (const pair of pairs.keys()) clashes.set(pair, (pair === first[0] ? second : first)[1]);
  }
  return clashes;
}

const pairOf = ({ shipmentId, courier, waybillNo }: ImportDecision) =>
  `${shipmentId} ${courier} ${waybillNo}`;

function refuse(decision: ImportDecision, reason: ImportReason): ImportDecision {
  return { ...decision, outcome: 'bad', reason };
}
