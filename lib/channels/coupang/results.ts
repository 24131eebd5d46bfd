import { z } from 'zod';
import { digits, text } from '../fields';
import type { UnitResult } from '../unit';

/** The body of an acknowledgement or of an invoice upload; the HTTP status says nothing about it. */
export const resultsSchema = z.object({
  responseCode: z.int(),
  responseList: z
    .array(
      z.object({
        shipmentBoxId: digits,
        succeed: z.boolean(),
        resultCode: text,
        retryRequired: z.boolean().nullish(),
        resultMessage: text,
      }),
    )
    .nullish()
    .transform((rows) => rows ?? []),
});

type Row = z.output<typeof resultsSchema>['responseList'][number];

/**
 * The documented codes of an invoice upload; true may be sent again as it is. A bad or used number
 * counts as no: the documents mean that another one may be sent. Other codes go by the row's flag.
 */
const invoiceCodes: ReadonlyMap<string, boolean> = new Map([
  ['NOT_FOUND_SHIPMENT_BOX', false],
  ['PERMISSION_DENIED', true],
  ['DUPLICATE_INVOICE_NUMBER', false],
  ['INVALID_INVOICE_NUMBER', false],
  ['ORDER_DELIVERY_CANCELED', false],
  ['ORDER_DELIVERY_PARTIAL_STOP_REQUESTED', true],
  ['ORDER_DELIVERY_CANCELED_HOLDING_FOR_CANCEL', true],
  ['UNDEFINED_ERROR_OCCUR', true],
  ['NOT_FOUND_INVOICE_NUMBER', false],
  ['NOT_FOUND_VENDOR_ITEM', false],
  ['NOT_ALLOW_VENDOR_DIRECT', false],
  ['PSD_NOT_ALLOW_TO_CHANGE', false],
  ['NOT_ALLOW_SEPARATE_AFTER_NORMAL_DELIVERY', false],
  ['IS_SEPARATE_MUST_BE_TRUE_WHEN_SEPARATE_DELIVERY', false],
  ['NOT_ALLOW_SEPARATE_WHEN_ONE_VENDOR_ITEM', false],
]);

/** Refusals behind which the unit may already be as we want it. */
const perhapsDone = new Set(['INVALID_STATUS', 'NOT_ALLOW_INVOICE_NUMBER_RE_UPLOAD']);

export type RowResult = UnitResult | { unitNo: string; perhapsDone: true; row: Row };

/** One result for one box; a box may have a row for each of its items, then the worst one counts. */
export function boxResult(
  unitNo: string,
  answer: z.output<typeof resultsSchema>,
  call: 'acknowledgement' | 'invoices',
): RowResult {
  const rows = answer.responseList.filter((row) => row.shipmentBoxId === unitNo);
  const row = rows.find((candidate) => !candidate.succeed) ?? rows[0];
  if (!row) {
    return answer.responseCode === 0
      ? { unitNo, outcome: 'accepted', code: 'OK', message: '' }
      : { unitNo, outcome: 'unknown', code: 'answer', message: 'no row for this box' };
  }
  if (row.succeed) return { unitNo, outcome: 'accepted', ...words(row) };
  if (perhapsDone.has(row.resultCode)) return { unitNo, perhapsDone: true, row };
  const documented = call === 'invoices' ? invoiceCodes.get(row.resultCode) : undefined;
  const mayRetry = documented ?? row.retryRequired ?? false;
  return { unitNo, outcome: mayRetry ? 'retry' : 'rejected', ...words(row) };
}

export function words(row: Row): { code: string; message: string } {
  return { code: row.resultCode, message: row.resultMessage };
}
