import type { CourierJournalRow } from '../control';
import type { Practice } from '../practice';

/** Every number given and taken back, once each. */
export async function readCourierJournal({ sql }: Practice): Promise<CourierJournalRow[]> {
  const rows = await sql<(Omit<CourierJournalRow, 'id' | 'at'> & { id: string; at: Date })[]>`
    select id, at, kind, order_key as "orderKey", waybill_no as "waybillNo"
    from practice.courier_journal order by id`;
  return rows.map((row) => ({ ...row, id: Number(row.id), at: row.at.toISOString() }));
}
