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
  const found = await rows<{ values: WaybillRow & { courier: string | null }; outcome: string }>(
    tx,
    sql`
    select "values", outcome from upload_rows
    where mall_id = ${ctx.mallId} and upload_id = ${uploadId} order by row_no`,
  );
  return found.map(({ values: { courier, ...row }, outcome }) => ({
    ...row,
    courierName: courier ?? row.courierName,
    outcome,
  }));
}
