import type postgres from 'postgres';

/** Couriers know a parcel by the id of its booking: those given after the backup never come again. */
const bookingsSkipped = 1_000_000;

/**
 * After the backup was taken Moa may have told the outside what stands here as still to be told. It is
 * marked as perhaps heard, so that the jobs process looks first and tells only what has not arrived.
 */
export async function lookBeforeTelling(tx: postgres.TransactionSql): Promise<void> {
  const columns = await tx<{ name: string }[]>`
    select table_name || '.' || column_name as name from information_schema.columns
    where table_schema = 'public'`;
  const has = (name: string) => columns.some((column) => column.name === name);
  if (has('pushes.leased_until'))
    await tx`
      update pushes set state = 'sending', leased_until = greatest(due_at, now())
      where state = 'waiting'`;
  for (const table of ['claim_answers', 'seller_notices'])
    if (has(`${table}.asked_at`))
      await tx`
        update ${tx(table)} set asked_at = now()
        where state in ('queued', 'running') and asked_at is null`;
  if (has('acknowledgement_lines.asked_at'))
    await tx`
      update acknowledgement_lines set asked_at = now() where outcome is null and asked_at is null`;
  if (has('courier_bookings.id'))
    await tx`
      select setval(sequence.oid::regclass, pg_sequence_last_value(sequence.oid) + ${bookingsSkipped})
      from pg_class sequence
      where sequence.oid = pg_get_serial_sequence('courier_bookings', 'id')::regclass
        and pg_sequence_last_value(sequence.oid) is not null`;
}
