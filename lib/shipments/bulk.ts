import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';

type ColumnType =
  | 'bigint'
  | 'int'
  | 'boolean'
  | 'text'
  | 'text[]'
  | 'uuid'
  | 'jsonb'
  | 'timestamptz';
type Value = string | number | boolean | null;

/** One column of a bulk write: its type and where its value stands in the row. */
export type Columns<Row> = Record<string, readonly [type: ColumnType, of: (row: Row) => Value]>;

const ROWS_PER_STATEMENT = 10_000;

/** Inserts rows column by column, so that the number of statements hardly grows with the rows. */
export async function insertRows<Row>(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  target: { table: string; columns: Columns<Row> },
  rows: readonly Row[],
): Promise<void> {
  const names = sql.raw(Object.keys(target.columns).join(', '));
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    const chunk = rows.slice(start, start + ROWS_PER_STATEMENT);
    await tx.execute(sql`
      insert into ${sql.raw(target.table)} (mall_id, ${names})
      select ${ctx.mallId}::bigint, ${casts(target.columns)}
      from ${unnested(target.columns, chunk)}`);
  }
}

/** `unnest(…) as given (columns)`: rows of this process as a table of one statement. */
export function unnested<Row>(columns: Columns<Row>, rows: readonly Row[]): SQL {
  const arrays = Object.values(columns).map(
    ([type, of]) =>
      sql`${sql.param(rows.map((row) => storable(of(row))))}::${sql.raw(carrier(type))}[]`,
  );
  const names = sql.raw(Object.keys(columns).join(', '));
  return sql`unnest(${sql.join(arrays, sql`, `)}) as given (${names})`;
}

/** JSON and arrays travel as text: an array of arrays would be unnested to its elements. */
function carrier(type: ColumnType): string {
  return type === 'jsonb' || type === 'text[]' ? 'text' : type;
}

function casts<Row>(columns: Columns<Row>): SQL {
  return sql.raw(
    Object.entries(columns)
      .map(([name, [type]]) =>
        carrier(type) === type ? `given.${name}` : `given.${name}::${type}`,
      )
      .join(', '),
  );
}

/** PostgreSQL stores no zero character. */
function storable(value: Value): Value {
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '') : value;
}

/** JSON text that jsonb takes: no zero characters, no halves of surrogate pairs. */
export function storableJson(value: unknown): string {
  const text = JSON.stringify(value) ?? 'null';
  if (!/\\u(0000|d[89a-f])/i.test(text)) return text;
  return JSON.stringify(value, (_, member) =>
    typeof member === 'string' ? Buffer.from(member).toString().replaceAll('\0', '') : member,
  );
}
