/** How a row stands before its range is registered. */
export type Standing = {
  hasNumber: boolean;
  isRequested: boolean;
  isPrinted: boolean;
  isLeftToSupplier: boolean;
};

/** It waits for its number from a sheet, a supplier sends it, its label is out, or its contract prints none. */
export type StaysBecause = 'requested' | 'sentBySupplier' | 'printed' | 'unprintable';

export type RangePlan<Row> = { toNumber: Row[]; toPrint: Row[]; stays: StaysBecause[] };

/** What of a range gets a number and its label, what only its label, and what stays as it is. */
export function planRange<Row extends Standing>(
  rows: readonly Row[],
  isPrintable: boolean,
): RangePlan<Row> {
  const plan: RangePlan<Row> = { toNumber: [], toPrint: [], stays: [] };
  for (const row of rows) {
    if (row.hasNumber) {
      if (row.isPrinted) plan.stays.push('printed');
      else plan.toPrint.push(row);
    } else if (row.isRequested) plan.stays.push('requested');
    else if (row.isLeftToSupplier) plan.stays.push('sentBySupplier');
    else if (isPrintable) plan.toNumber.push(row);
    else plan.stays.push('unprintable');
  }
  return plan;
}
