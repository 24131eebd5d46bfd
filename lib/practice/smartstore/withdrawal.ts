import type { Transaction } from '../store/sql';
import { saveUnits, type Unit } from '../store/units';
import { type SmartstoreClaim, type SmartstoreUnit, statusesOf, withChange } from './product-order';

const REJECTED = {
  CANCEL: 'CANCEL_REJECT',
  RETURN: 'RETURN_REJECT',
  EXCHANGE: 'EXCHANGE_REJECT',
} as const;

/** The buyer takes a claim back: it stays as a completed one, told as 클레임 철회. */
export async function withdrawOnSmartstore(
  tx: Transaction,
  units: readonly Unit<SmartstoreUnit>[],
  now: Date,
): Promise<number> {
  const claimed = units.flatMap(({ id, document }) =>
    document.claim ? [{ id, document: rejected(document, document.claim, now) }] : [],
  );
  await saveUnits(
    tx,
    claimed.map((unit) => ({ ...unit, statuses: statusesOf(unit.document) })),
  );
  return claimed.length;
}

/** The claim ends and nothing of the product order changes. */
export function rejected(unit: SmartstoreUnit, claim: SmartstoreClaim, now: Date): SmartstoreUnit {
  const ended: SmartstoreClaim = { ...claim, claimStatus: REJECTED[claim.claimType] };
  const productOrder = { ...unit.productOrder, claimStatus: ended.claimStatus };
  const completedClaims = [...unit.completedClaims, ended];
  return withChange({ ...unit, productOrder, claim: null, completedClaims }, 'CLAIM_REJECTED', now);
}
