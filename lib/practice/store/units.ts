import type { Sql, Transaction } from './sql';

/** What a marketplace ships as one: a Coupang box or a Cafe24 order, with its document. */
export interface Unit<Document> {
  readonly id: string;
  readonly shop: string;
  readonly unitNo: string;
  readonly orderNo: string;
  readonly orderedAt: Date;
  readonly statuses: readonly string[];
  readonly document: Document;
}

export interface NewUnit {
  readonly shop: string;
  readonly unitNo: string;
  readonly orderNo: string;
  readonly orderedAt: Date;
  readonly paidAt: Date;
  readonly statuses: readonly string[];
  readonly document: object;
}

export const unitColumns = (sql: Sql | Transaction) =>
  sql`id, shop, unit_no as "unitNo", order_no as "orderNo", ordered_at as "orderedAt", statuses, document`;

/** The next numbers of a shop, never given twice: the first of `count`. */
export async function takeNumbers(
  tx: Transaction,
  shop: string,
  name: string,
  count: number,
): Promise<number> {
  const [row] = await tx<{ value: string }[]>`
    insert into practice.sequences (shop, name, value) values (${shop}, ${name}, ${count})
    on conflict (shop, name) do update set value = practice.sequences.value + ${count}
    returning value`;
  return Number(row?.value ?? count) - count + 1;
}

export async function addUnits(tx: Transaction, units: readonly NewUnit[]): Promise<void> {
  if (units.length === 0) return;
  const rows = units.map(({ shop, unitNo, orderNo, orderedAt, paidAt, statuses, document }) => ({
    shop,
    unit_no: unitNo,
    order_no: orderNo,
    ordered_at: orderedAt.toISOString(),
    paid_at: paidAt.toISOString(),
    statuses: [...statuses],
    document,
  }));
  await tx`
    insert into practice.orders (shop, unit_no, order_no, ordered_at, paid_at, statuses, document)
    select shop, unit_no, order_no, ordered_at, paid_at, statuses, document
    from jsonb_to_recordset(${jsonOf(tx, rows)}) as added (shop text, unit_no text, order_no text,
      ordered_at timestamptz, paid_at timestamptz, statuses text[], document jsonb)`;
}

/** The named units of a shop, locked in one order so that two callers never wait for each other. */
export function lockUnits<Document>(
  tx: Transaction,
  shop: string,
  unitNos: readonly string[],
): Promise<Unit<Document>[]> {
  return tx<Unit<Document>[]>`
    select ${unitColumns(tx)} from practice.orders
    where shop = ${shop} and unit_no = any(${[...unitNos]}) order by id for update`;
}

export function lockOrder<Document>(
  tx: Transaction,
  shops: readonly string[],
  orderNo: string,
): Promise<Unit<Document>[]> {
  return tx<Unit<Document>[]>`
    select ${unitColumns(tx)} from practice.orders
    where shop = any(${[...shops]}) and order_no = ${orderNo} order by id for update`;
}

export interface ChangedUnit {
  readonly id: string;
  readonly statuses: readonly string[];
  readonly document: object;
}

export async function saveUnits(tx: Transaction, units: readonly ChangedUnit[]): Promise<void> {
  if (units.length === 0) return;
  const rows = units.map(({ id, statuses, document }) => ({
    id,
    statuses: [...statuses],
    document,
  }));
  await tx`
    update practice.orders set statuses = changed.statuses, document = changed.document
    from jsonb_to_recordset(${jsonOf(tx, rows)})
      as changed (id bigint, statuses text[], document jsonb)
    where orders.id = changed.id`;
}

/** Documents hold only JSON values; their interfaces have no index signature to say so. */
export function jsonOf(sql: Sql | Transaction, value: object) {
  return sql.json(value as Parameters<Sql['json']>[0]);
}
