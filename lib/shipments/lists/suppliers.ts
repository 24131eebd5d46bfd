import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';

export type SupplierChoice = { id: number; name: string };

/** 공급사 to choose from, by name. */
export function supplierChoices(ctx: Pick<Ctx, 'mallId'>): Promise<SupplierChoice[]> {
  return readMall(ctx, (tx) => suppliersToChoose(tx, ctx));
}

export function suppliersToChoose(tx: Tx, ctx: Pick<Ctx, 'mallId'>): Promise<SupplierChoice[]> {
  return rows<SupplierChoice>(
    tx,
    sql`select id, name from suppliers where mall_id = ${ctx.mallId} order by name`,
  );
}
