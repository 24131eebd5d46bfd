import { z } from 'zod';
import type { CollectedClaim } from '../collected';
import { reasonOf } from '../reason';
import { lineKeyOf, moment, number, told, whole } from './row';
import type { Row } from './xml';

type ClaimState = CollectedClaim['state'];

/** Which list of the claims service says what; the later ones know how an earlier claim ended. */
export type ClaimList = {
  path: string;
  kind: CollectedClaim['kind'];
  /** What being on the list means; null where each row says it by its own code. */
  state: ClaimState | null;
};

export const claimLists: readonly ClaimList[] = [
  { path: 'cancelorders', kind: 'cancel', state: null },
  { path: 'returnorders', kind: 'return', state: null },
  { path: 'exchangeorders', kind: 'exchange', state: null },
  { path: 'canceledorders', kind: 'cancel', state: 'done' },
  { path: 'returnedorders', kind: 'return', state: 'done' },
  { path: 'exchangedorders', kind: 'exchange', state: 'done' },
  { path: 'withdrawcanceledorders', kind: 'cancel', state: 'withdrawn' },
  { path: 'retractretorders', kind: 'return', state: 'withdrawn' },
  { path: 'retractexcorders', kind: 'exchange', state: 'withdrawn' },
];

/** ordCnStatCd */
const cancelStates: ReadonlyMap<string, ClaimState> = new Map([
  ['01', 'requested'],
  ['02', 'done'],
  ['05', 'withdrawn'],
]);

/** clmStat, of returns (1…), of exchanges (2…) and of sending again (3…). */
const returnStates: ReadonlyMap<string, ClaimState> = new Map([
  ['103', 'requested'],
  ['104', 'requested'],
  ['105', 'requested'],
  ['106', 'done'],
  ['107', 'rejected'],
  ['108', 'withdrawn'],
  ['109', 'accepted'],
  ['201', 'requested'],
  ['212', 'accepted'],
  ['214', 'requested'],
  ['221', 'done'],
  ['232', 'rejected'],
  ['233', 'withdrawn'],
  ['301', 'accepted'],
  ['302', 'done'],
]);

const lineFields = { ordNo: number, ordPrdSeq: number };

const cancelSchema = z
  .object({
    ...lineFields,
    ordPrdCnSeq: number,
    ordCnStatCd: told,
    ordCnQty: whole,
    ordCnDtlsRsn: told,
    createDt: moment,
  })
  .transform((row) => ({
    ...row,
    seq: row.ordPrdCnSeq,
    told: cancelStates.get(row.ordCnStatCd),
    quantity: row.ordCnQty,
    reason: row.ordCnDtlsRsn,
    requestedAt: row.createDt,
  }));

const returnSchema = z
  .object({
    ...lineFields,
    clmReqSeq: number,
    clmStat: told,
    clmReqQty: whole,
    clmReqCont: told,
    reqDt: moment,
  })
  .transform((row) => ({
    ...row,
    seq: row.clmReqSeq,
    told: returnStates.get(row.clmStat),
    quantity: row.clmReqQty,
    reason: row.clmReqCont,
    requestedAt: row.reqDt,
  }));

const letters = { cancel: 'C', return: 'R', exchange: 'E' } as const;

/** Cancels are numbered apart from returns and exchanges, so each number carries its kind's letter. */
export function toClaims(
  rows: Row[],
  list: ClaimList,
): { claims: CollectedClaim[]; faults: string[] } {
  const schema = list.kind === 'cancel' ? cancelSchema : returnSchema;
  const claims: CollectedClaim[] = [];
  const faults: string[] = [];
  for (const raw of rows) {
    const parsed = schema.safeParse(raw);
    const state = list.state ?? parsed.data?.told;
    if (!parsed.success) faults.push(reasonOf(parsed.error));
    else if (!state) faults.push(`${list.path}: unknown state of ${parsed.data.seq}`);
    else claims.push(toClaim(parsed.data, list, state, raw));
  }
  return { claims, faults };
}

type ReadClaim = z.output<typeof cancelSchema> | z.output<typeof returnSchema>;

function toClaim(row: ReadClaim, { kind }: ClaimList, state: ClaimState, raw: Row): CollectedClaim {
  return {
    claimNo: letters[kind] + row.seq,
    orderNo: row.ordNo,
    lineKey: lineKeyOf(row.ordNo, row.ordPrdSeq),
    kind,
    state,
    quantity: row.quantity,
    reason: row.reason,
    requestedAt: row.requestedAt,
    raw,
  };
}
