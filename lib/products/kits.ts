import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { changedFields } from '@/lib/audit/changed';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall, readMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { ensureComposition } from '@/lib/shipments/compositions';
import { refusingTakenCodes } from './create-product';

export type KitItem = { variantCode: string; qty: number };

export type NewKit = {
  id?: number;
  code: string;
  name: string;
  price: number;
  items: readonly KitItem[];
};

export type KitRow = {
  id: number;
  code: string;
  name: string;
  price: number;
  items: (KitItem & { name: string })[];
  /** How many could be sent now; null where the supplier ships all of it. */
  availableQty: number | null;
};

const MAX_KITS = 500;

/** 세트상품, the newest on top, each with what it is made of and how many there are. */
export async function kitList(ctx: Ctx): Promise<KitRow[]> {
  return readMall(ctx, (tx) =>
    rows<KitRow>(
      tx,
      sql`
      select kit.id, kit.code, kit.name, kit.price, content.items,
        content.available as "availableQty"
      from kits kit
      join lateral (
        select jsonb_agg(jsonb_build_object('variantCode', variant.variant_code, 'qty', item.qty,
            'name', trim(product.name || ' ' || variant.option)) order by variant.id) as items,
          (min(coalesce(stock.on_hand - stock.allocated, 0) / item.qty)
            filter (where not variant.is_supplier_shipped))::int as available
        from composition_items item
        join variants variant
          on variant.mall_id = item.mall_id and variant.id = item.variant_id
        join products product
          on product.mall_id = variant.mall_id and product.id = variant.product_id
        left join stock on stock.mall_id = variant.mall_id and stock.variant_id = variant.id
        where item.mall_id = kit.mall_id and item.composition_id = kit.composition_id
      ) content on true
      where kit.mall_id = ${ctx.mallId}
      order by kit.id desc limit ${MAX_KITS}`,
    ),
  );
}

/** Makes a kit, or changes the one with this id: orders matched before keep what they mean. */
export async function saveKit(ctx: Ctx, kit: NewKit): Promise<{ name: string }> {
  if (kit.items.length === 0) throw new ExpectedError('products.errors.emptyKit');
  return refusingTakenCodes(() =>
    inMall(ctx, async (tx) => {
      const before = await standingKit(tx, ctx, kit.id);
      await requireFreeCode(tx, ctx, kit.code);
      const compositionId = await ensureComposition(tx, ctx, await itemsOf(tx, ctx, kit.items));
      const [saved] = await rows<{ id: number }>(
        tx,
        kit.id === undefined
          ? sql`insert into kits (mall_id, code, name, price, composition_id)
              values (${ctx.mallId}, ${kit.code}, ${kit.name}, ${kit.price}, ${compositionId})
              returning id`
          : sql`update kits set code = ${kit.code}, name = ${kit.name}, price = ${kit.price},
                composition_id = ${compositionId}
              where mall_id = ${ctx.mallId} and id = ${kit.id} returning id`,
      );
      if (!saved) throw new ExpectedError('errors.notFound');
      await recordEvent(tx, ctx, {
        verb: 'kit.save',
        subject: 'variant',
        subjectId: null,
        detail: {
          name: kit.name,
          variants: kit.items.length,
          ...changedFields(before, await standingKit(tx, ctx, saved.id)),
        },
      });
      return { name: kit.name };
    }),
  );
}

/** Forgets a kit; what was matched by it keeps its goods. */
export async function deleteKit(ctx: Ctx, id: number): Promise<{ name: string }> {
  return inMall(ctx, async (tx) => {
    const [kit] = await rows<{ name: string }>(
      tx,
      sql`delete from kits where mall_id = ${ctx.mallId} and id = ${id} returning name`,
    );
    if (!kit) throw new ExpectedError('errors.notFound');
    await recordEvent(tx, ctx, {
      verb: 'kit.delete',
      subject: 'variant',
      subjectId: null,
      detail: kit,
    });
    return kit;
  });
}

/** Locked, with what it is made of in words. */
async function standingKit(tx: Tx, ctx: Ctx, id: number | undefined) {
  if (id === undefined) return null;
  const [kit] = await rows<Record<string, unknown>>(
    tx,
    sql`
    select kit.code, kit.name, kit.price, (
      select string_agg(variant.variant_code || ' × ' || item.qty, ', ' order by variant.id)
      from composition_items item
      join variants variant on variant.mall_id = item.mall_id and variant.id = item.variant_id
      where item.mall_id = kit.mall_id and item.composition_id = kit.composition_id
    ) as items
    from kits kit where kit.mall_id = ${ctx.mallId} and kit.id = ${id} for update`,
  );
  return kit ?? null;
}

/** A code names one thing: matching by it must have one answer. */
async function requireFreeCode(tx: Tx, ctx: Ctx, code: string): Promise<void> {
  const taken = await tx.execute(
    sql`select from variants where mall_id = ${ctx.mallId} and variant_code = ${code}`,
  );
  if (taken.length > 0) throw new ExpectedError('products.errors.codeTaken');
}

async function itemsOf(tx: Tx, ctx: Ctx, items: readonly KitItem[]) {
  const qtyOf = new Map<string, number>();
  for (const { variantCode, qty } of items)
    qtyOf.set(variantCode, (qtyOf.get(variantCode) ?? 0) + qty);
  const found = await rows<{ id: number; code: string }>(
    tx,
    sql`
    select id, variant_code as code from variants
    where mall_id = ${ctx.mallId} and variant_code = any(${sql.param([...qtyOf.keys()])}::text[])`,
  );
  const known = new Set(found.map((variant) => variant.code));
  const unknown = [...qtyOf.keys()].find((code) => !known.has(code));
  if (unknown) throw new ExpectedError('products.errors.unknownCode', { code: unknown });
  return found.map(({ id, code }) => ({ variantId: id, qty: qtyOf.get(code) ?? 1 }));
}
