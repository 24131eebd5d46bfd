import type { JournalKind, JournalRow } from '../control';
import type { Marketplace } from '../shops';
import type { Sql, Transaction } from './sql';
import { jsonOf } from './units';

export interface Waybill {
  readonly courierCode: string | null;
  readonly waybillNo: string | null;
}

/** A call that tells no number names none. */
export type JournalEntry = Omit<JournalRow, 'id' | 'at' | 'marketplace' | 'shop' | keyof Waybill> &
  Partial<Waybill>;

export interface JournalOwner {
  readonly marketplace: Marketplace;
  readonly key: string;
}

/** Written in the transaction that accepts: what stands here was accepted, and once. */
export async function writeJournal(
  tx: Transaction,
  owner: JournalOwner,
  now: Date,
  entries: readonly JournalEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map((entry) => ({
    kind: entry.kind,
    unit_no: entry.unitNo,
    order_no: entry.orderNo,
    line_keys: [...entry.lineKeys],
    courier_code: entry.courierCode,
    waybill_no: entry.waybillNo,
    request: entry.request,
    answer: entry.answer,
  }));
  await tx`
    insert into practice.journal (at, marketplace, shop, kind, unit_no, order_no, line_keys,
      courier_code, waybill_no, request, answer)
    select ${now}, ${owner.marketplace}, ${owner.key}, kind, unit_no, order_no, line_keys,
      courier_code, waybill_no, request, answer
    from jsonb_to_recordset(${jsonOf(tx, rows)}) as entry (kind text, unit_no text, order_no text,
      line_keys text[], courier_code text, waybill_no text, request jsonb, answer jsonb)`;
}

export async function readJournal(
  sql: Sql,
  filter: { marketplace: string | null; shop: string | null; afterId: number },
): Promise<JournalRow[]> {
  const rows = await sql`
    select id, at, marketplace, shop, kind, unit_no as "unitNo", order_no as "orderNo",
      line_keys as "lineKeys", courier_code as "courierCode", waybill_no as "waybillNo",
      request, answer
    from practice.journal
    where id > ${filter.afterId}
      and (${filter.marketplace}::text is null or marketplace = ${filter.marketplace})
      and (${filter.shop}::text is null or shop = ${filter.shop})
    order by id`;
  return rows.map(
    (row) => ({ ...row, id: Number(row.id), at: row.at.toISOString() }) as unknown as JournalRow,
  );
}

export async function countJournal(sql: Sql): Promise<Partial<Record<JournalKind, number>>> {
  const rows = await sql<{ kind: JournalKind; count: number }[]>`
    select kind, count(*)::integer as count from practice.journal group by kind`;
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
}
