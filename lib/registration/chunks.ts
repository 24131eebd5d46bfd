export type RowOfOrder = { rowNo: number; orderNo: string };

/**
 * Rows in portions of about this many: the lines of one order stay together, else they would become
 * parcels of their own. Orders keep the place of their first row.
 */
export function chunksOf(rows: readonly RowOfOrder[], size: number): number[][] {
  const byOrder = new Map<string, number[]>();
  for (const { rowNo, orderNo } of rows) {
    const known = byOrder.get(orderNo);
    if (known) known.push(rowNo);
    else byOrder.set(orderNo, [rowNo]);
  }
  const chunks: number[][] = [];
  let open: number[] = [];
  for (const rowNos of byOrder.values()) {
    if (open.length > 0 && open.length + rowNos.length > size) {
      chunks.push(open);
      open = [];
    }
    open.push(...rowNos);
  }
  return open.length > 0 ? [...chunks, open] : chunks;
}
