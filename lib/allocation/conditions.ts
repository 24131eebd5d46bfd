import { type SQL, sql } from 'drizzle-orm';
import type { Period } from '@/lib/period';
import { ofChannels } from '@/lib/shipments/lists/of-channels';
import type { Criterion } from './priority';

/** Which shipments, by order date. An empty list stands for all. */
export type Where = Period & { channelIds: number[]; supplierIds: number[]; tags: string[] };

/** What the operator chose for a run. */
export type Conditions = Where & {
  /** 재할당: first give back what whole or partly served shipments hold, as far as they are open. */
  reallocatesWhole: boolean;
  reallocatesPartly: boolean;
  /** 할당기준: whole ones alone, or then also partly from what is left. */
  servesPartly: boolean;
  includesHeld: boolean;
  /** 미할당주문나누기: not used, chosen row by row afterwards, or all at once with the run. */
  splitting: 'off' | 'by_row' | 'all';
  /** Compared before the saved priority, in this run alone. */
  first?: Criterion | null;
};

/** Which open shipments a run looks at. */
export function lookingAt(conditions: Conditions): SQL {
  const ofStage = conditions.reallocatesWhole ? sql`` : sql`and shipment.stage = 'ready'`;
  return sql`${inPeriod(conditions)} ${matching(conditions)} ${ofStage}`;
}

export function inPeriod({ from, until }: Period): SQL {
  return sql`(shipment.ordered_at >= ${from.toISOString()}
    and shipment.ordered_at < ${until.toISOString()})`;
}

/** The conditions beside the period. */
export function matching({ channelIds, supplierIds, tags }: Where): SQL {
  return sql`and ${ofChannels(channelIds)} ${wantsGoodsOf(supplierIds, tags)}`;
}

export function theseShipments(ids: number[]): SQL {
  return sql`shipment.id = any(${sql.param(ids)}::bigint[])`;
}

/** Some line of the shipment wants a variant of these suppliers, or with one of these tags. */
function wantsGoodsOf(supplierIds: number[], tags: string[]): SQL {
  if (supplierIds.length === 0 && tags.length === 0) return sql``;
  return sql`and exists (
    select from shipment_lines line
    join composition_items item
      on item.mall_id = line.mall_id and item.composition_id = line.composition_id
    join variants variant on variant.mall_id = item.mall_id and variant.id = item.variant_id
    join products product
      on product.mall_id = variant.mall_id and product.id = variant.product_id
    where line.mall_id = shipment.mall_id and line.shipment_id = shipment.id
      ${ofGoods({ supplierIds, tags })})`;
}

/** Of a variant and its product: whose goods, and with which tags. */
export function ofGoods({ supplierIds, tags }: Pick<Where, 'supplierIds' | 'tags'>): SQL {
  const ofSuppliers =
    supplierIds.length > 0
      ? sql`and product.supplier_id = any(${sql.param(supplierIds)}::bigint[])`
      : sql``;
  const withTags = tags.length > 0 ? sql`and variant.tags && ${sql.param(tags)}::text[]` : sql``;
  return sql`${ofSuppliers} ${withTags}`;
}
