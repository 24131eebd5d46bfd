import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import type { WaybillRow } from './import-plan';

/** The rows of an upload as they were read and with the courier found for each, by their place in the file. */
export async function storedWaybillRows(
  tx: Tx,
  ctx: Ctx,
  uploadId: number,
): Promise<(WaybillRow & { outcome: string })[]> {
  type Stored = Omit<WaybillRow, 'phones'> & { courier: string | null; phones?: string[] };
  const found = await rows<{ values: Stored; outcome: string }>(
    tx,
    sql`
    select "values", outcome from upload_rows
    where mall_id = ${ctx.mallId} and upload_id = ${uploadId} order by row_no`,
  );
  return found.map(({ values: { courier, ...row }, outcome }) => ({
    ...row,
    phones: row.phones ?? [],
    courierName: courier ?? row.courierName,
    outcome,
  }));
}
