import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { type SupplierChoice, suppliersToChoose } from '@/lib/shipments/lists/suppliers';
import type { Criterion } from './priority';
import { readPriority } from './saved-priority';

export type AllocationChoices = {
  suppliers: SupplierChoice[];
  tags: string[];
  priority: Criterion[];
};

/** What the conditions of a run can be chosen from, and the priority that it will follow. */
export async function allocationChoices(ctx: Ctx): Promise<AllocationChoices> {
  return readMall(ctx, async (tx) => {
    const suppliers = await suppliersToChoose(tx, ctx);
    const tags = await rows<{ tag: string }>(
      tx,
      sql`
      select distinct unnest(tags) as tag from variants
      where mall_id = ${ctx.mallId} and tags <> '{}' order by 1`,
    );
    const priority = await readPriority(tx, ctx);
    return { suppliers, tags: tags.map((row) => row.tag), priority };
  });
}
