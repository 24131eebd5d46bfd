import { z } from 'zod';
import type { Answer } from '../http';
import { type JournalEntry, writeJournal } from '../store/journal';
import type { Transaction } from '../store/sql';
import { lockUnits, saveUnits, type Unit } from '../store/units';
import { answered, isStruck, readBody, type SmartstoreCall } from './call';
import { type DispatchRow, judgeDispatch, receiverKey, waybillKey } from './dispatch-rules';
import { momentOf } from './period';
import { kstMoment, type SmartstoreUnit, statusesOf, withChange } from './product-order';
import { failuresOf, type Verdict } from './results';

const MAX_ROWS = 30;
const form = z.object({
  dispatchProductOrders: z
    .array(
      z.object({
        productOrderId: z.string().regex(/^\d{1,20}$/),
        deliveryMethod: z.string(),
        deliveryCompanyCode: z.string().default(''),
        trackingNumber: z.string().default(''),
        dispatchDate: z.string(),
      }),
    )
    .min(1)
    .max(MAX_ROWS),
});

interface Taken {
  readonly unit: Unit<SmartstoreUnit>;
  readonly row: DispatchRow;
}

/** 발송처리: each acknowledged product order leaves with its number, or says why not. */
export async function dispatch(call: SmartstoreCall): Promise<Answer> {
  const rows = readBody(call, form).dispatchProductOrders.map((row) => ({
    ...row,
    dispatchDate: momentOf(row.dispatchDate),
  }));
  const judged = await call.practice.sql.begin(async (tx) => {
    const { verdicts, taken } = await judge(tx, call, rows);
    await saveUnits(
      tx,
      taken.map((each) => dispatched(each, call.now)),
    );
    await writeJournal(tx, call.shop, call.now, taken.map(entryOf));
    return { verdicts, taken };
  });
  return answered(call, {
    successProductOrderIds: judged.taken.map(({ unit }) => unit.unitNo),
    failProductOrderInfos: failuresOf(judged.verdicts),
  });
}

async function judge(tx: Transaction, call: SmartstoreCall, rows: readonly DispatchRow[]) {
  const ids = rows.map(({ productOrderId }) => productOrderId);
  const units = await lockUnits<SmartstoreUnit>(tx, call.shop.key, ids);
  const byNo = new Map(units.map((unit) => [unit.unitNo, unit]));
  const used = await usedNumbers(tx, rows, call.now);
  const taken = new Map<string, Taken>();
  const verdicts = rows.map((row, index): Verdict => {
    const { productOrderId } = row;
    const unit = byNo.get(productOrderId);
    if (isStruck(call, index)) return { productOrderId, code: '4000' };
    if (taken.has(productOrderId)) return { productOrderId, code: '104131' };
    const code = judgeDispatch(unit?.document, row, used, call.now);
    if (unit && code === null) {
      taken.set(productOrderId, { unit, row });
      if (row.trackingNumber !== '') used.set(waybillKey(row), receiverKey(unit.document));
    }
    return { productOrderId, code };
  });
  return { verdicts, taken: [...taken.values()] };
}

/** Numbers of these rows that went out in the last six months, whoever sold the goods. */
async function usedNumbers(
  tx: Transaction,
  rows: readonly DispatchRow[],
  now: Date,
): Promise<Map<string, string>> {
  const numbers = rows.map(({ trackingNumber }) => trackingNumber).filter((each) => each !== '');
  const units = await tx<{ document: SmartstoreUnit }[]>`
    select document from practice.orders
    where document #>> '{delivery,trackingNumber}' = any(${numbers})
      and ordered_at > ${now}::timestamptz - interval '6 months'`;
  return new Map(
    units.flatMap(({ document }) => {
      const { delivery } = document;
      if (!delivery) return [];
      const key = `${delivery.deliveryCompany}:${delivery.trackingNumber}`;
      return [[key, receiverKey(document)]];
    }),
  );
}

function dispatched({ unit, row }: Taken, now: Date) {
  const { productOrder } = unit.document;
  const document = withChange(
    {
      ...unit.document,
      productOrder: { ...productOrder, productOrderStatus: 'DELIVERING' },
      delivery: {
        deliveryCompany: row.deliveryCompanyCode,
        deliveryMethod: row.deliveryMethod,
        deliveryStatus: 'DELIVERING',
        trackingNumber: row.trackingNumber,
        sendDate: kstMoment(row.dispatchDate),
        isWrongTrackingNumber: false,
      },
    },
    'DISPATCHED',
    now,
  );
  return { id: unit.id, statuses: statusesOf(document), document };
}

function entryOf({ unit, row }: Taken): JournalEntry {
  const { unitNo, orderNo } = unit;
  return {
    kind: 'ship',
    unitNo,
    orderNo,
    lineKeys: [unitNo],
    courierCode: row.deliveryCompanyCode || null,
    waybillNo: row.trackingNumber || null,
    request: { dispatchProductOrders: [row] },
    answer: { productOrderId: unitNo },
  };
}
