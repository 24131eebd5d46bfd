import type { DeliveryInput } from '../control';
import { kstSeconds } from '../kst';
import type { Transaction } from '../store/sql';
import { saveUnits, type Unit } from '../store/units';
import { changedUnit, type ElevenstLine, type ElevenstUnit, withLines } from './order';

/** The seller sends it in 셀러오피스, and it arrives; the buyer may confirm the purchase. */
export async function deliverOn11st(
  tx: Transaction,
  units: readonly Unit<ElevenstUnit>[],
  { isConfirmed = false }: DeliveryInput,
  now: Date,
): Promise<readonly string[]> {
  const arrived = units.filter(({ document }) => document.lines.some(isWaiting));
  await saveUnits(
    tx,
    arrived.map((unit) =>
      changedUnit(
        unit,
        withLines(unit.document, isWaiting, (line) => ({
          ...line,
          ordPrdStat: isConfirmed ? '901' : '501',
          sndEndDt: line.sndEndDt || kstSeconds(now),
          dlvEndDt: kstSeconds(now),
          ...(isConfirmed && { pocnfrmDt: kstSeconds(now) }),
          dlvMthdCd: line.dlvMthdCd || '01',
          dlvEtprsCd: line.dlvEtprsCd || '00034',
          invcNo: line.invcNo || `6${unit.id.padStart(11, '0')}`,
        })),
      ),
    ),
  );
  return arrived.map(({ unitNo }) => unitNo);
}

function isWaiting({ ordPrdStat }: ElevenstLine): boolean {
  return ['202', '301', '401'].includes(ordPrdStat);
}
