import { grouped } from '@/lib/grouped';

export type RowOfOrder = { rowNo: number; orderNo: string };

/**
 * Rows in portions of about this many: the lines of one order stay together, else they would become
 * parcels of their own. Orders keep the place of their first row.
 */
export function chunksOf(rows: readonly RowOfOrder[], size: number): number[][] {
  const chunks: number[][] = [];
  let open: number[] = [];
  for (const ofOrder of grouped(rows, (row) => row.orderNo).values()) {
    if (open.length > 0 && open.length + ofOrder.length > size) {
      chunks.push(open);
      open = [];
    }
    open.push(...ofOrder.map((row) => row.rowNo));
  }
  return open.length > 0 ? [...chunks, open] : chunks;
}
