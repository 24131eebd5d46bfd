import type { PackingMemo } from '@/lib/shipments/lists/memos';
import type { LookVerdict, ParcelItem, ScanResult } from '@/lib/shipping/scanning/scan';
import type { ShortPiece } from '../short-form';

/** Grey until the server has said something else. */
export type Shown = LookVerdict | 'waiting' | 'wrongItem' | 'refused';

export type ScanEntry = {
  scanId: string;
  waybillNo: string;
  verdict: Shown;
  orderNo: string;
  recipientName: string;
  /** Why it must not leave: reasons of the hold, and claims in place of the reason 'claim'. */
  holdKinds: string[];
  claims: string[];
  /** The number was this order's and is no more. */
  isTakenBack: boolean;
  /** What was said of that, and what the buyer wrote for the way. */
  remarks: string[];
  /** What our own people noted: said aloud, too. */
  memos: PackingMemo[];
  boxes: string;
  /** Of one that had left before, by this number or by another. */
  leftAt: string | null;
};

/** A parcel on the packing table, until every piece in it has been scanned. */
export type Check = {
  shipmentId: number;
  waybillNo: string;
  pieces: (ParcelItem & { scanned: number })[];
};

export type Session = {
  counts: Partial<Record<Shown, number>>;
  /** The latest first, so many as a glance takes in. */
  entries: ScanEntry[];
  /** Parcels that lie among those sent away though they must not leave, until somebody has seen them. */
  recalls: ScanEntry[];
};

export const emptySession: Session = { counts: {}, entries: [], recalls: [] };

const KEPT_ENTRIES = 12;
const KEPT_RECALLS = 200;

/** What the answer to a scan means on the table; `isLate` when the operator has scanned on since. */
export function answered(session: Session, entry: ScanEntry, isLate: boolean): Session {
  const { counts, recalls } = session;
  const mustComeBack = isLate && entry.verdict !== 'shipped' && entry.verdict !== 'duplicate';
  return {
    counts: { ...counts, [entry.verdict]: (counts[entry.verdict] ?? 0) + 1 },
    entries: replaced(session.entries, entry),
    recalls: mustComeBack ? [entry, ...recalls].slice(0, KEPT_RECALLS) : recalls,
  };
}

/** Counts from nothing again; parcels that must come back stay until somebody has seen them. */
export function countedAnew({ recalls }: Session): Session {
  return { ...emptySession, recalls };
}

/** A scan whose answer is still to come, or a refusal that no server has to decide on. */
export function noted(session: Session, entry: ScanEntry): Session {
  return { ...session, entries: replaced(session.entries, entry) };
}

export function entryOf(scanId: string, result: ScanResult<Shown>): ScanEntry {
  const { waybillNo, verdict, orderNo, recipientName, note, memos, holdNotes } = result;
  const { boxNo, boxes, shippedAt, holdKinds, claims, isTakenBack } = result;
  return {
    scanId,
    waybillNo,
    verdict,
    orderNo,
    recipientName,
    holdKinds: holdKinds.filter((kind) => kind !== 'claim' || claims.length === 0),
    claims,
    isTakenBack,
    remarks: [...holdNotes, note].filter(Boolean),
    memos,
    boxes: boxes > 1 ? `${boxNo}/${boxes}` : '',
    leftAt: verdict === 'duplicate' || isTakenBack ? shippedAt : null,
  };
}

export function blankEntry(scanId: string, waybillNo: string, verdict: Shown): ScanEntry {
  return {
    scanId,
    waybillNo,
    verdict,
    orderNo: '',
    recipientName: '',
    holdKinds: [],
    claims: [],
    isTakenBack: false,
    remarks: [],
    memos: [],
    boxes: '',
    leftAt: null,
  };
}

export function openCheck(parcel: Omit<Check, 'pieces'>, items: ParcelItem[]): Check {
  return { ...parcel, pieces: items.map((item) => ({ ...item, scanned: 0 })) };
}

/** The check with one more piece of this code in the parcel; null when it does not belong there. */
export function withPiece(check: Check, scanned: string): Check | null {
  const code = scanned.trim().toLowerCase();
  const index = check.pieces.findIndex(
    (piece) =>
      piece.scanned < piece.qty &&
      [piece.barcode, piece.variantCode].some((own) => own !== '' && own.toLowerCase() === code),
  );
  if (index < 0) return null;
  return {
    ...check,
    pieces: check.pieces.map((piece, at) =>
      at === index ? { ...piece, scanned: piece.scanned + 1 } : piece,
    ),
  };
}

/** 결품: what of the parcel can be missing, and how many of it nobody has scanned yet. */
export function shortPieces({ pieces }: Check): ShortPiece[] {
  return pieces
    .filter(({ isOwn }) => isOwn)
    .map(({ variantId, variantCode, productName, option, qty, scanned }) => ({
      ...{ variantId, variantCode, qty },
      name: [productName, option].filter(Boolean).join(' '),
      missing: qty - scanned,
    }));
}

export function isComplete({ pieces }: Check): boolean {
  return pieces.every((piece) => piece.scanned >= piece.qty);
}

function replaced(entries: ScanEntry[], entry: ScanEntry): ScanEntry[] {
  const at = entries.findIndex(({ scanId }) => scanId === entry.scanId);
  if (at < 0) return [entry, ...entries].slice(0, KEPT_ENTRIES);
  return entries.map((known, index) => (index === at ? entry : known));
}
