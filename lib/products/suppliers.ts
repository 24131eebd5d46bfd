import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall, readMall, sqlState } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';

export type Supplier = { id: number; name: string; phone: string; email: string; memo: string };

export type SupplierRow = Supplier & { products: number; supplierShipped: number };

/** 공급사, by name, with how much comes from each. */
export async function supplierList(ctx: Ctx): Promise<SupplierRow[]> {
  return readMall(ctx, (tx) =>
    rows<SupplierRow>(
      tx,
      sql`
      select supplier.id, supplier.name, supplier.phone, supplier.email, supplier.memo,
        coalesce(supplied.products, 0) as products,
        coalesce(supplied.shipped, 0) as "supplierShipped"
      from suppliers supplier
      left join (
        select product.supplier_id, count(distinct product.id)::int as products,
          (count(*) filter (where variant.is_supplier_shipped))::int as shipped
        from products product
        join variants variant
          on variant.mall_id = product.mall_id and variant.product_id = product.id
        where product.mall_id = ${ctx.mallId} and product.supplier_id is not null
        group by product.supplier_id
      ) supplied on supplied.supplier_id = supplier.id
      where supplier.mall_id = ${ctx.mallId}
      order by supplier.name`,
    ),
  );
}

/** Makes a supplier, or changes the one with this id. */
export async function saveSupplier(
  ctx: Ctx,
  { id, ...supplier }: Omit<Supplier, 'id'> & { id?: number },
): Promise<{ id: number; name: string }> {
  const { name, phone, email, memo } = supplier;
  const write =
    id === undefined
      ? sql`insert into suppliers (mall_id, name, phone, email, memo)
          values (${ctx.mallId}, ${name}, ${phone}, ${email}, ${memo}) returning id`
      : sql`update suppliers set name = ${name}, phone = ${phone}, email = ${email}, memo = ${memo}
          where mall_id = ${ctx.mallId} and id = ${id} returning id`;
  try {
    return await inMall(ctx, async (tx) => {
      const [saved] = await rows<{ id: number }>(tx, write);
      if (!saved) throw new ExpectedError('errors.notFound');
      const detail = { name };
      await recordEvent(tx, ctx, {
        verb: 'supplier.save',
        subject: 'setting',
        subjectId: null,
        detail,
      });
      return { id: saved.id, name };
    });
  } catch (error) {
    if (sqlState(error) === '23505')
      throw new ExpectedError('products.errors.supplierTaken', { name });
    throw error;
  }
}

/** Forgets a supplier from whom nothing comes. */
export async function deleteSupplier(ctx: Ctx, id: number): Promise<{ name: string }> {
  return inMall(ctx, async (tx) => {
    const [supplier] = await rows<{ name: string }>(
      tx,
      sql`select name from suppliers where mall_id = ${ctx.mallId} and id = ${id} for update`,
    );
    if (!supplier) throw new ExpectedError('errors.notFound');
    const supplied = await tx.execute(
      sql`select from products where mall_id = ${ctx.mallId} and supplier_id = ${id} limit 1`,
    );
    if (supplied.length > 0) throw new ExpectedError('products.errors.supplierUsed', supplier);
    await tx.execute(sql`delete from suppliers where mall_id = ${ctx.mallId} and id = ${id}`);
    await recordEvent(tx, ctx, {
      verb: 'supplier.delete',
      subject: 'setting',
      subjectId: null,
      detail: supplier,
    });
    return supplier;
  });
}
