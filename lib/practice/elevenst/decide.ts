import type { Answer } from '../http';
import { type Waybill, writeJournal } from '../store/journal';
import type { Transaction } from '../store/sql';
import { lockOrder, saveUnits, type Unit } from '../store/units';
import { type ElevenstCall, refuseAction } from './call';
import type { ClaimStatus, ElevenstClaim } from './claims';
import { changedUnit, type ElevenstLine, type ElevenstUnit, withLines } from './order';
import { endClaim } from './withdrawal';
import { actionResult } from './xml';

export interface Named {
  readonly claimNo: string;
  readonly ordNo: string;
  readonly ordPrdSeq: string;
}

export interface Decision {
  readonly line: ElevenstLine;
  readonly status: ClaimStatus;
  readonly waybill?: Waybill;
  readonly text: string;
}

/** What a kind of claim is called where it is not found, gone or over. */
export interface ClaimWords {
  readonly open: ClaimStatus;
  readonly withdrawn: ClaimStatus;
  readonly codes: readonly [order: number, line: number, claim: number];
  readonly gone: string;
  readonly over: string;
}

export async function decide(
  call: ElevenstCall,
  words: ClaimWords,
  named: Named,
  decision: (line: ElevenstLine, claim: ElevenstClaim) => Decision,
): Promise<Answer> {
  return call.practice.sql.begin(async (tx) => {
    const { unit, line, claim } = await lockOpenClaim(tx, call.shop.key, words, named);
    const { line: changed, status, waybill, text } = decision(line, claim);
    const document = withLines(
      unit.document,
      (each) => each === line,
      () => changed,
    );
    await saveUnits(tx, [changedUnit(unit, document)]);
    await endClaim(tx, { claimNo: named.claimNo, document: claim }, status, call.now);
    await writeJournal(tx, call.shop, call.now, [
      {
        kind: 'claim',
        unitNo: unit.unitNo,
        orderNo: unit.orderNo,
        lineKeys: [line.ordPrdSeq],
        ...waybill,
        request: { parameters: call.parameters },
        answer: { result_code: 0, result_text: text },
      },
    ]);
    return actionResult(0, text);
  });
}

/** The order first, as every other writer locks it. */
async function lockOpenClaim(
  tx: Transaction,
  shop: string,
  words: ClaimWords,
  { claimNo, ordNo, ordPrdSeq }: Named,
) {
  const [noOrder, noLine, noClaim] = words.codes;
  const units = await lockOrder<ElevenstUnit>(tx, [shop], ordNo);
  if (units.length === 0) refuseAction(noOrder, '주문 번호를 알 수 없습니다.');
  const isMeant = (line: ElevenstLine) => line.ordPrdSeq === ordPrdSeq;
  const unit = units.find(({ document }) => document.lines.some(isMeant));
  const line = unit?.document.lines.find(isMeant);
  if (!unit || !line) return refuseAction(noLine, '주문 상세번호를 알 수 없습니다.');
  const [claim] = await tx<{ status: ClaimStatus; document: ElevenstClaim }[]>`
    select status, document from practice.claims
    where shop = ${shop} and claim_no::text = ${claimNo} and order_no = ${ordNo}
      and document ->> 'ordPrdSeq' = ${ordPrdSeq} for update`;
  if (!claim) return refuseAction(noClaim, '클레임 번호를 알 수 없습니다.');
  if (claim.status === words.withdrawn) refuseAction(-1, words.gone);
  if (claim.status !== words.open) refuseAction(-1, words.over);
  return { unit: unit as Unit<ElevenstUnit>, line, claim: claim.document };
}
