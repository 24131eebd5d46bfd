import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';

/** What people call the variants that reasons name by id. */
export async function variantCodes(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  variantIds: number[],
): Promise<Record<number, string>> {
  if (variantIds.length === 0) return {};
  const found = await rows<{ id: number; code: string }>(
    tx,
    sql`
    select id, variant_code as code from variants
    where mall_id = ${ctx.mallId} and id = any(${sql.param(variantIds)}::bigint[])`,
  );
  return Object.fromEntries(found.map((variant) => [variant.id, variant.code]));
}
