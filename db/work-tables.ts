/** Whose rows are a queue: `state, due_at, attempts, leased_until` stand on each. */
export type WorkTableName =
  | 'collection_runs'
  | 'reconciliations'
  | 'acknowledgements'
  | 'uploads'
  | 'exports'
  | 'drawings'
  | 'waybill_files'
  | 'courier_bookings'
  | 'tracking_rounds'
  | 'purges'
  | 'notification_deliveries'
  | 'seller_notices'
  | 'claim_answers';

/** The rows that make a mall due: the table, the state they wait in and the one they are worked on. */
export type DueRows = { table: 'pushes' | WorkTableName; waiting: string; working: string };
