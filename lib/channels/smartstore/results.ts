import { z } from 'zod';
import { digits, text, textOrNumber } from '../fields';
import type { UnitResult } from '../unit';

const failures = z
  .array(z.object({ productOrderId: digits, code: textOrNumber, message: text }))
  .nullish()
  .transform((rows) => rows ?? []);

/** The body of a confirmation or a dispatch; HTTP 200 says nothing about its rows. */
export const resultsSchema = z
  .object({
    successProductOrderInfos: z
      .array(z.object({ productOrderId: digits, isReceiverAddressChanged: z.boolean().nullish() }))
      .nullish(),
    successProductOrderIds: z.array(digits).nullish(),
    failProductOrderInfos: failures,
  })
  .transform((answer) => ({
    taken: new Set([
      ...(answer.successProductOrderIds ?? []),
      ...(answer.successProductOrderInfos ?? []).map(({ productOrderId }) => productOrderId),
    ]),
    /** A confirmation says of each whether the buyer has moved since. */
    unmoved: new Set(
      (answer.successProductOrderInfos ?? [])
        .filter(({ isReceiverAddressChanged }) => isReceiverAddressChanged === false)
        .map(({ productOrderId }) => productOrderId),
    ),
    refused: answer.failProductOrderInfos,
  }));

type Results = z.output<typeof resultsSchema>;

/** Refusals that speak of what was sent, not of how the product order stands: sending it again helps nobody. */
const wrongAsSent = new Set([
  '104105',
  '104116',
  '104117',
  '104118',
  '104119',
  '104120',
  '104122',
  '104131',
  '104133',
  '104139',
]);

/** `doubtful`: the product order must be looked at before the refusal is believed. */
export type RowResult =
  | UnitResult
  | { unitNo: string; doubtful: { code: string; message: string } };

export function rowResult(unitNo: string, { taken, unmoved, refused }: Results): RowResult {
  const refusal = refused.find(({ productOrderId }) => productOrderId === unitNo);
  if (refusal) {
    const { code, message } = refusal;
    return wrongAsSent.has(code)
      ? { unitNo, outcome: 'rejected', code, message }
      : { unitNo, doubtful: { code, message } };
  }
  const accepted: UnitResult = { unitNo, outcome: 'accepted', code: '', message: '' };
  if (unmoved.has(unitNo)) return { ...accepted, recipientUnchanged: true };
  if (taken.has(unitNo)) return accepted;
  return { unitNo, outcome: 'unknown', code: 'answer', message: 'no row for this product order' };
}

/** Refusals by the state of the product order or by a used number: they stay until it changes. */
const byState = new Set(['104121', '104417', '104442', '104443']);

/** A code that is in no table is tried again while the product order stands ready. */
export function isLasting(code: string): boolean {
  return byState.has(code);
}
