import { z } from 'zod';
import type { Answer } from '../http';
import { kstIso } from '../kst';
import { type JournalEntry, writeJournal } from '../store/journal';
import { lockUnits, saveUnits, type Unit } from '../store/units';
import { type CoupangBox, isGone, openItems } from './box';
import { type CoupangCall, coupangId, isStruck, readBody } from './call';
import { type BoxResult, refuse, resultAnswer, resultRecord } from './results';

const MAX_BOXES = 50;

const form = z.object({ vendorId: z.string(), shipmentBoxIds: z.array(coupangId) });

/** 발주확인: ACCEPT becomes INSTRUCT, box by box. */
export async function acknowledge(call: CoupangCall): Promise<Answer> {
  const { shipmentBoxIds } = readBody(call, form);
  if (shipmentBoxIds.length > MAX_BOXES) refuse(400, 'At most 50 shipmentBoxIds in one request.');
  const results = await call.practice.sql.begin(async (tx) => {
    const units = await lockUnits<CoupangBox>(tx, call.shop.key, shipmentBoxIds);
    const byNo = new Map(units.map((unit) => [unit.unitNo, unit]));
    const judged = [...new Set(shipmentBoxIds)].map((id, index): BoxResult => {
      const resultCode = isStruck(call, index) ? 'UNDEFINED_ERROR_OCCUR' : verdict(byNo.get(id));
      return { shipmentBoxId: id, resultCode };
    });
    const accepted = judged.flatMap((result) => {
      const unit = result.resultCode === 'OK' ? byNo.get(result.shipmentBoxId) : undefined;
      return unit ? [{ unit, result }] : [];
    });
    await saveUnits(
      tx,
      accepted.map(({ unit }) => acknowledged(unit, call.now)),
    );
    await writeJournal(tx, call.shop, call.now, accepted.map(entryOf));
    return judged;
  });
  return resultAnswer(results);
}

function verdict(unit: Unit<CoupangBox> | undefined): BoxResult['resultCode'] {
  if (!unit) return 'NOT_FOUND_SHIPMENT_BOX';
  return unit.document.status === 'ACCEPT' && !isGone(unit.document) ? 'OK' : 'INVALID_STATUS';
}

function acknowledged({ id, document }: Unit<CoupangBox>, now: Date) {
  const orderItems = document.orderItems.map((item) => ({ ...item, confirmDate: kstIso(now) }));
  return {
    id,
    statuses: ['INSTRUCT'],
    document: { ...document, status: 'INSTRUCT', orderItems },
  };
}

function entryOf({ unit, result }: { unit: Unit<CoupangBox>; result: BoxResult }): JournalEntry {
  return {
    kind: 'acknowledge',
    unitNo: unit.unitNo,
    orderNo: unit.orderNo,
    lineKeys: openItems(unit.document).map(({ vendorItemId }) => vendorItemId),
    request: { shipmentBoxIds: [unit.unitNo] },
    answer: resultRecord(result),
  };
}
