import { type SQL, sql } from 'drizzle-orm';
import { keyset } from '@/lib/keyset';
import type { Key, PageRequest } from '@/lib/paging';

/** What the rows of a load can be sorted by. None of it renumbers them. */
export const loadSorts = [
  'rowNo',
  'waybillNo',
  'orderNo',
  'printed',
  'orderedAt',
  'channel',
] as const;
export const directions = ['desc', 'asc'] as const;

export type LoadSort = {
  by: (typeof loadSorts)[number];
  direction: (typeof directions)[number];
};

/** As a load is drawn at first. */
export const newestFirst: LoadSort = { by: 'rowNo', direction: 'desc' };

/** Of a row and its shipment. Texts are compared letter by letter: a key then stands where its row does. */
const sortKeys: Record<LoadSort['by'], { key: SQL; type: 'number' | 'text' }> = {
  rowNo: { key: sql`row.row_no`, type: 'number' },
  waybillNo: { key: sql`coalesce(shipment.waybill_no, '') collate "C"`, type: 'text' },
  orderNo: {
    key: sql`(select base.order_no from orders base where base.mall_id = shipment.mall_id
      and base.id = shipment.base_order_id) collate "C"`,
    type: 'text',
  },
  printed: { key: sql`shipment.printed_count`, type: 'number' },
  orderedAt: {
    key: sql`(extract(epoch from shipment.ordered_at) * 1000000)::bigint`,
    type: 'number',
  },
  channel: {
    key: sql`(select channel.name from channels channel where channel.mall_id = shipment.mall_id
      and channel.id = shipment.channel_id) collate "C"`,
    type: 'text',
  },
};

/** How a page of a sorted load is read: equal rows by 연번, in the same direction. */
export function loadOrder({ by, direction }: LoadSort, request: PageRequest) {
  const { key, type } = sortKeys[by];
  const values = 'key' in request ? valuesOf(request.key, type) : [];
  const rises = direction === 'asc';
  return { key, ...keyset(request, [key, sql`row.row_no`], { rises, along: 1, values }) };
}

/** A cursor comes out of a URL: whatever it holds is made what the key is. */
function valuesOf([value, rowNo]: Key, type: 'number' | 'text'): [SQL, SQL] {
  const number = (part: Key[number] | undefined) => sql`${Number(part) || 0}::bigint`;
  const text = String(value ?? '').replaceAll('\0', '');
  return [type === 'text' ? sql`${text}::text` : number(value), number(rowNo)];
}
