import { z } from 'zod';
import type { JournalKind } from '../control';
import { groupBy } from '../group';
import type { Answer } from '../http';
import { type JournalEntry, writeJournal } from '../store/journal';
import type { Transaction } from '../store/sql';
import {
  addUnits,
  lockUnits,
  type NewUnit,
  saveUnits,
  takeNumbers,
  type Unit,
} from '../store/units';
import { type CoupangBox, openItems } from './box';
import { type CoupangCall, coupangId, isStruck, readBody } from './call';
import { DIRECT, isCourier } from './couriers';
import { type Departure, departuresOf, renumbered } from './departure';
import { splitBoxId } from './document';
import {
  type InvoiceRow,
  judgeInvoice,
  judgeInvoiceChange,
  receiverKey,
  waybillKey,
} from './invoice-rules';
import { type BoxResult, refuse, resultAnswer, resultRecord } from './results';

/** Sent as true, "true" or "True". */
const flag = z
  .union([z.boolean(), z.string().regex(/^(true|false)$/i)])
  .transform((value) => String(value).toLowerCase() === 'true');

const form = z.object({
  vendorId: z.string(),
  orderSheetInvoiceApplyDtos: z
    .array(
      z.object({
        shipmentBoxId: coupangId,
        orderId: coupangId,
        vendorItemId: coupangId,
        deliveryCompanyCode: z.string(),
        invoiceNumber: z.union([z.string(), z.number()]).transform(String),
        splitShipping: flag,
        preSplitShipped: flag,
        estimatedShippingDate: z.string(),
      }),
    )
    .min(1),
});

/** 송장업로드: each box in state INSTRUCT leaves with its number, or says why not. */
export function uploadInvoices(call: CoupangCall): Promise<Answer> {
  return applyInvoices(call, 'ship', judgeInvoice, departuresOf);
}

/** 송장 수정: a box that has left gets another number. */
export function changeInvoices(call: CoupangCall): Promise<Answer> {
  return applyInvoices(call, 'change_waybill', judgeInvoiceChange, renumbered);
}

interface Accepted {
  readonly unit: Unit<CoupangBox>;
  readonly rows: readonly InvoiceRow[];
  readonly result: BoxResult;
  readonly departures: readonly Departure[];
}

async function applyInvoices(
  call: CoupangCall,
  kind: JournalKind,
  judge: typeof judgeInvoice,
  departures: typeof departuresOf,
): Promise<Answer> {
  const rows = readBody(call, form).orderSheetInvoiceApplyDtos;
  checkForm(rows);
  const byBox = groupBy(rows, ({ shipmentBoxId }) => shipmentBoxId);
  const results = await call.practice.sql.begin(async (tx) => {
    const units = await lockUnits<CoupangBox>(tx, call.shop.key, [...byBox.keys()]);
    const unitByNo = new Map(units.map((unit) => [unit.unitNo, unit]));
    const used = await usedNumbers(tx, rows, call.now);
    const accepted: Accepted[] = [];
    const judged = [...byBox].map(([shipmentBoxId, boxRows], index): BoxResult => {
      const unit = unitByNo.get(shipmentBoxId);
      const resultCode = isStruck(call, index)
        ? 'UNDEFINED_ERROR_OCCUR'
        : judge(unit?.document, boxRows, used);
      const result = { shipmentBoxId, resultCode };
      if (unit && resultCode === 'OK') {
        const boxes = departures(unit.document, boxRows, call.now);
        accepted.push({ unit, rows: boxRows, result, departures: boxes });
        for (const row of boxRows) used.set(waybillKey(row), receiverKey(unit.document.receiver));
      }
      return result;
    });
    await recordDepartures(tx, call, kind, accepted);
    return judged;
  });
  return resultAnswer(results);
}

/** What is wrong in form fails the whole request. */
function checkForm(rows: readonly InvoiceRow[]): void {
  for (const { deliveryCompanyCode, invoiceNumber } of rows) {
    if (!isCourier(deliveryCompanyCode)) {
      refuse(400, `유효하지 않은 택배사 코드(deliveryCompanyCode)입니다: ${deliveryCompanyCode}`);
    }
    if (deliveryCompanyCode !== DIRECT && !/^\d*$/.test(invoiceNumber)) {
      refuse(400, `송장번호(invoiceNumber)는 숫자만 입력 가능합니다: ${invoiceNumber}`);
    }
  }
}

/** Numbers of these rows that went out in the last six months, whoever sold the box. */
async function usedNumbers(
  tx: Transaction,
  rows: readonly InvoiceRow[],
  now: Date,
): Promise<Map<string, string>> {
  const numbers = rows.map(({ invoiceNumber }) => invoiceNumber).filter((each) => each !== '');
  const units = await tx<{ document: CoupangBox }[]>`
    select document from practice.orders
    where document ->> 'invoiceNumber' <> '' and document ->> 'invoiceNumber' = any(${numbers})
      and ordered_at > ${now}::timestamptz - interval '6 months'`;
  return new Map(
    units.map(({ document }) => [
      `${document.deliveryCompanyCode}:${document.invoiceNumber}`,
      receiverKey(document.receiver),
    ]),
  );
}

async function recordDepartures(
  tx: Transaction,
  call: CoupangCall,
  kind: JournalKind,
  accepted: readonly Accepted[],
): Promise<void> {
  const boxes = await withNewNumbers(tx, call, accepted);
  const kept = boxes.filter(({ departure }) => !departure.isNewBox);
  await saveUnits(
    tx,
    kept.map(({ unit, departure: { box } }) => ({
      id: unit.id,
      statuses: [box.status],
      document: box,
    })),
  );
  const added = boxes.filter(({ departure }) => departure.isNewBox);
  await addUnits(tx, added.map(newUnit));
  const left = boxes.filter(({ departure }) => departure.leaves);
  await writeJournal(
    tx,
    call.shop,
    call.now,
    left.map((each) => entryOf(kind, each)),
  );
}

interface DepartedBox extends Omit<Accepted, 'departures'> {
  readonly departure: Departure;
}

/** A split-off box gets a shipmentBoxId of its own. */
async function withNewNumbers(
  tx: Transaction,
  { shop }: CoupangCall,
  accepted: readonly Accepted[],
): Promise<DepartedBox[]> {
  const boxes = accepted.flatMap(({ departures, ...each }) =>
    departures.map((departure) => ({ ...each, departure })),
  );
  const added = boxes.filter(({ departure }) => departure.isNewBox).length;
  if (added === 0) return boxes;
  let number = await takeNumbers(tx, shop.key, 'split', added);
  return boxes.map((each) => {
    if (!each.departure.isNewBox) return each;
    const shipmentBoxId = splitBoxId(shop.position, number++);
    return {
      ...each,
      departure: { ...each.departure, box: { ...each.departure.box, shipmentBoxId } },
    };
  });
}

function newUnit({ unit, departure: { box } }: DepartedBox): NewUnit {
  return {
    shop: unit.shop,
    unitNo: box.shipmentBoxId,
    orderNo: unit.orderNo,
    orderedAt: unit.orderedAt,
    paidAt: new Date(box.paidAt),
    statuses: [box.status],
    document: box,
  };
}

function entryOf(
  kind: JournalKind,
  { rows, result, departure: { box } }: DepartedBox,
): JournalEntry {
  return {
    kind,
    unitNo: box.shipmentBoxId,
    orderNo: box.orderId,
    lineKeys: openItems(box).map(({ vendorItemId }) => vendorItemId),
    courierCode: box.deliveryCompanyCode,
    waybillNo: box.invoiceNumber,
    request: { orderSheetInvoiceApplyDtos: rows },
    answer: resultRecord(result),
  };
}
