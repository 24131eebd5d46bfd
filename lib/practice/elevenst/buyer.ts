import type {
  AddressChangeInput,
  CancelRequested,
  CancelRequestInput,
  ExchangeInput,
} from '../control';
import { kstSeconds } from '../kst';
import { addClaims } from '../store/claims';
import type { Transaction } from '../store/sql';
import { saveUnits, type Unit } from '../store/units';
import type { ClaimStatus, ElevenstClaim } from './claims';
import { changedUnit, type ElevenstLine, type ElevenstUnit, openQty, withLines } from './order';

/** The buyer cancels: at once while 결제완료, by request while 배송준비중, as a return afterwards. */
export async function cancelOn11st(
  tx: Transaction,
  units: readonly Unit<ElevenstUnit>[],
  input: CancelRequestInput,
  now: Date,
): Promise<CancelRequested> {
  const asked = units.flatMap((unit) =>
    unit.document.lines.flatMap((line) => {
      const quantity = quantityOf(line, input);
      const status = quantity > 0 ? claimStatusOf(line) : null;
      return status ? [{ unit, line, quantity, status }] : [];
    }),
  );
  await saveUnits(
    tx,
    units.map((unit) => changedUnit(unit, claimed(unit.document, asked))),
  );
  const added = asked.map(({ unit, line, quantity, status }) => ({
    unit,
    status,
    document: claimOf(unit.document, line, { quantity, status, reason: input.reason ?? '' }, now),
  }));
  return {
    claimNos: await addClaims(tx, added, now),
    cancelledAtOnce: asked.every(({ status }) => status === '02'),
  };
}

/** The buyer asks for another one of a piece that has left. */
export async function exchangeOn11st(
  tx: Transaction,
  units: readonly Unit<ElevenstUnit>[],
  { lineKey, reason = '' }: ExchangeInput,
  now: Date,
): Promise<string | null> {
  const [asked] = units
    .flatMap((unit) => unit.document.lines.map((line) => ({ unit, line })))
    .filter(({ line }) => line.ordPrdStat === '401')
    .filter(({ line }) => lineKey === undefined || line.ordPrdSeq === lineKey);
  if (!asked) return null;
  const { unit, line } = asked;
  const document = withLines(
    unit.document,
    (each) => each === line,
    (each) => ({ ...each, ordPrdStat: '601' }),
  );
  await saveUnits(tx, [changedUnit(unit, document)]);
  const claim = claimOf(unit.document, line, { quantity: 1, status: '201', reason }, now);
  const [claimNo = null] = await addClaims(tx, [{ unit, status: '201', document: claim }], now);
  return claimNo;
}

/** The address can be changed until the seller acknowledges; whoever gets a gift tells it by accepting. */
export async function moveOn11st(
  tx: Transaction,
  units: readonly Unit<ElevenstUnit>[],
  input: AddressChangeInput,
): Promise<readonly string[]> {
  const open = units.filter(({ document }) =>
    document.lines.every(({ ordPrdStat }) => ordPrdStat === '202' || ordPrdStat === 'B01'),
  );
  await saveUnits(
    tx,
    open.map((unit) => {
      const { recipient } = unit.document;
      const moved = {
        ...recipient,
        rcvrNm: input.name ?? recipient.rcvrNm,
        rcvrPrtblNo: input.phone ?? recipient.rcvrPrtblNo,
        rcvrMailNo: input.postcode ?? recipient.rcvrMailNo,
        rcvrBaseAddr: input.address1 ?? recipient.rcvrBaseAddr,
        rcvrDtlsAddr: input.address2 ?? recipient.rcvrDtlsAddr,
      };
      return changedUnit(unit, { ...unit.document, recipient: moved, isWaitingGift: false });
    }),
  );
  return open.map(({ unitNo }) => unitNo);
}

interface Asked {
  readonly unit: Unit<ElevenstUnit>;
  readonly line: ElevenstLine;
  readonly quantity: number;
  readonly status: ClaimStatus;
}

function quantityOf(line: ElevenstLine, { lines }: CancelRequestInput): number {
  const wanted = lines
    ? (lines.find(({ lineKey }) => lineKey === line.ordPrdSeq)?.quantity ?? 0)
    : openQty(line);
  return Math.min(wanted, openQty(line));
}

function claimStatusOf({ ordPrdStat }: ElevenstLine): ClaimStatus | null {
  if (ordPrdStat === '202') return '02';
  if (ordPrdStat === '301') return '01';
  return ordPrdStat === '401' || ordPrdStat === '501' ? '105' : null;
}

function claimed(unit: ElevenstUnit, asked: readonly Asked[]): ElevenstUnit {
  const byLine = new Map(
    asked
      .filter((each) => each.unit.document === unit)
      .map((each) => [each.line.ordPrdSeq, each] as const),
  );
  return withLines(
    unit,
    (line) => byLine.has(line.ordPrdSeq),
    (line) => claimedLine(line, byLine.get(line.ordPrdSeq)),
  );
}

function claimedLine(line: ElevenstLine, asked: Asked | undefined): ElevenstLine {
  if (asked?.status === '01') return { ...line, ordPrdStat: '701' };
  if (asked?.status !== '02') return { ...line, ordPrdStat: '601' };
  const cancelledQty = line.cancelledQty + asked.quantity;
  const isGone = cancelledQty >= line.orderedQty;
  return { ...line, cancelledQty, ordPrdStat: isGone ? 'B01' : line.ordPrdStat };
}

function claimOf(
  unit: ElevenstUnit,
  line: ElevenstLine,
  { quantity, status, reason }: { quantity: number; status: ClaimStatus; reason: string },
  now: Date,
): ElevenstClaim {
  const at = kstSeconds(now);
  return {
    ordNo: unit.ordNo,
    dlvNo: unit.dlvNo,
    ordPrdSeq: line.ordPrdSeq,
    prdNo: line.prdNo,
    quantity,
    reason,
    requestedAt: at,
    endedAt: status === '02' ? at : '',
  };
}
