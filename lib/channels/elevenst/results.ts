import type { UnitResult } from '../unit';
import type { ActionResult } from './client';

/**
 * What a result code of 발주확인 or 발송처리 means. `perhaps`: the unit may stand as we wanted it, so
 * it is read first; `else` holds when it does not.
 */
type Meaning = 'accepted' | 'rejected' | { perhaps: true; else: 'rejected' | 'retry' };

const perhapsDone: Meaning = { perhaps: true, else: 'rejected' };
const failedThere: Meaning = { perhaps: true, else: 'retry' };

const meanings: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['0', 'accepted'],
  ['-1', perhapsDone],
  ['-3206', perhapsDone],
  ['-3207', failedThere],
  ['-3210', 'rejected'],
  ['-3211', 'rejected'],
  ['-3214', 'rejected'],
  ['-3301', 'rejected'],
  ['-3306', 'rejected'],
  ['-3307', 'rejected'],
  ['-3308', perhapsDone],
  ['-3309', perhapsDone],
  ['-3310', perhapsDone],
  ['-3311', failedThere],
  ['-3313', perhapsDone],
  // The number may be the very one that the unit already has.
  ['-3320', perhapsDone],
  ['-3321', 'rejected'],
]);

export function meaningOf(code: string): Meaning {
  return meanings.get(code) ?? perhapsDone;
}

export function resultOf(
  unitNo: string,
  outcome: UnitResult['outcome'],
  { code, message }: ActionResult,
): UnitResult {
  return { unitNo, outcome, code, message };
}
