import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';

export type SupplierChoice = { id: number; name: string };

export async function supplierChoices(ctx: Pick<Ctx, 'mallId'>): Promise<SupplierChoice[]> {
  return readMall(ctx, (tx) =>
    rows<SupplierChoice>(
      tx,
      sql`select id, name from suppliers where mall_id = ${ctx.mallId} order by name`,
    ),
  );
}
