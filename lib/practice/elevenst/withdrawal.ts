import { kstSeconds } from '../kst';
import type { Transaction } from '../store/sql';
import { jsonOf, saveUnits, type Unit } from '../store/units';
import type { ClaimStatus, ElevenstClaim } from './claims';
import { changedUnit, type ElevenstUnit, type LineStatus, withLines } from './order';

/** Where an open claim ends, and where its line stands again. */
const ENDS: Partial<Record<ClaimStatus, { claim: ClaimStatus; line: LineStatus }>> = {
  '01': { claim: '05', line: '301' },
  '105': { claim: '108', line: '401' },
  '201': { claim: '233', line: '401' },
};

/** The buyer takes every open claim on these units back. */
export async function withdrawOn11st(
  tx: Transaction,
  units: readonly Unit<ElevenstUnit>[],
  now: Date,
): Promise<number> {
  let withdrawn = 0;
  for (const unit of units) {
    const claims = await tx<{ claimNo: string; status: ClaimStatus; document: ElevenstClaim }[]>`
      select claim_no as "claimNo", status, document from practice.claims
      where unit_no = ${unit.unitNo} and status in ('01', '105', '201') order by claim_no for update`;
    let document = unit.document;
    for (const claim of claims) {
      const end = ENDS[claim.status];
      if (!end) continue;
      document = withLines(
        document,
        (line) => line.ordPrdSeq === claim.document.ordPrdSeq,
        (line) => ({ ...line, ordPrdStat: end.line }),
      );
      await endClaim(tx, claim, end.claim, now);
    }
    await saveUnits(tx, [changedUnit(unit, document)]);
    withdrawn += claims.length;
  }
  return withdrawn;
}

/** What has ended is filed under its end. */
export async function endClaim(
  tx: Transaction,
  { claimNo, document }: { claimNo: string; document: ElevenstClaim },
  status: ClaimStatus,
  now: Date,
): Promise<void> {
  await tx`
    update practice.claims set status = ${status},
      document = ${jsonOf(tx, { ...document, endedAt: kstSeconds(now) })}
    where claim_no = ${claimNo}`;
}
