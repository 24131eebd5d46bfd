import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { lock, type Reading } from './load';
import type { Item } from './shelves';

/** What lines ask for, and what there is of it. */
export type Goods = {
  compositions: ReadonlyMap<number, Composition>;
  shelves: readonly Shelf[];
  /** Variants that need no stock here. */
  supplierShipped: ReadonlySet<number>;
};

export type Composition = { items: readonly Item[]; tags: readonly string[] };

type Shelf = { variantId: number; onHand: number; allocated: number };

/** What these compositions are made of, and the stock of it, locked by variant for a run. */
export async function loadGoods(
  tx: Tx,
  ctx: Ctx,
  compositionIds: readonly (number | null)[],
  reading: Reading,
): Promise<Goods> {
  const ids = new Set(compositionIds);
  ids.delete(null);
  const items = await loadItems(tx, ctx, [...ids]);
  const supplierShipped = items.filter((item) => item.isSupplierShipped);
  return {
    compositions: compositionsOf(items),
    shelves: await loadStock(tx, ctx, [...new Set(items.map((item) => item.variantId))], reading),
    supplierShipped: new Set(supplierShipped.map((item) => item.variantId)),
  };
}

/** On hand, less what is reserved; without end where the supplier ships. */
export function freeQty({ shelves, supplierShipped }: Goods): Map<number, number> {
  const free = new Map<number, number>();
  for (const { variantId, onHand, allocated } of shelves) free.set(variantId, onHand - allocated);
  for (const variantId of supplierShipped) free.set(variantId, Number.POSITIVE_INFINITY);
  return free;
}

export const NO_GOODS: Composition = { items: [], tags: [] };

export function compositionOf(compositionId: number | null, goods: Goods): Composition {
  return (compositionId && goods.compositions.get(compositionId)) || NO_GOODS;
}

type ItemRow = Item & { compositionId: number; tags: string[]; isSupplierShipped: boolean };

async function loadItems(tx: Tx, ctx: Ctx, compositionIds: (number | null)[]): Promise<ItemRow[]> {
  return rows<ItemRow>(
    tx,
    sql`
    select item.composition_id as "compositionId", item.variant_id as "variantId", item.qty,
      variant.tags, variant.is_supplier_shipped as "isSupplierShipped"
    from composition_items item
    join variants variant on variant.mall_id = item.mall_id and variant.id = item.variant_id
    where item.mall_id = ${ctx.mallId}
      and item.composition_id = any(${sql.param(compositionIds)}::bigint[])
    order by item.composition_id, item.variant_id`,
  );
}

function compositionsOf(items: readonly ItemRow[]): Map<number, Composition> {
  const compositions = new Map<number, Composition>();
  for (const { compositionId, variantId, qty, tags } of items) {
    const known = compositions.get(compositionId) ?? NO_GOODS;
    compositions.set(compositionId, {
      items: [...known.items, { variantId, qty }],
      tags: [...known.tags, ...tags],
    });
  }
  return compositions;
}

async function loadStock(
  tx: Tx,
  ctx: Ctx,
  variantIds: number[],
  reading: Reading,
): Promise<Shelf[]> {
  return rows<Shelf>(
    tx,
    sql`
    select variant_id as "variantId", on_hand as "onHand", allocated from stock
    where mall_id = ${ctx.mallId} and variant_id = any(${sql.param(variantIds)}::bigint[])
    order by variant_id ${lock(reading)}`,
  );
}
