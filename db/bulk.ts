import { type SQL, sql } from 'drizzle-orm';
import { executePrepared, type Tx } from './rows';

type OfMall = { mallId: number };

type ColumnType =
  | 'bigint'
  | 'int'
  | 'boolean'
  | 'text'
  | 'text[]'
  | 'bigint[]'
  | 'uuid'
  | 'json'
  | 'jsonb'
  | 'timestamptz';
type Value = string | number | boolean | null;

/** One column of a bulk write: its type, and its value in each row or the one value of all rows. */
export type Columns<Row> = Record<string, readonly [ColumnType, ((row: Row) => Value) | Value]>;

/** Few enough that the database is never long without work while the next statement is written. */
const ROWS_PER_STATEMENT = 1000;
const STATEMENTS_AHEAD = 2;

/** Between values and for null: characters that no seller types. They and zero are taken out of texts. */
const SEPARATOR = '\u001f';
const NULL = '\u001e';
const RESERVED = new RegExp(`[${SEPARATOR}${NULL}\0]`);

export type Table<Row> = { table: string; columns: Columns<Row> };

/** Rows for one table; their statements are written one by one, as they are sent. */
export type Insertion = (ctx: OfMall) => Iterable<SQL>;

/** Rows column by column, so that the number of statements hardly grows with the rows. */
export function insertion<Row>(target: Table<Row>, rows: readonly Row[]): Insertion {
  const names = Object.keys(target.columns);
  const values = Object.entries(target.columns).map(([name, [type, of]]) =>
    typeof of === 'function' ? sql.raw(`given.${name}`) : sql`${of}::${sql.raw(type)}`,
  );
  return function* (ctx) {
    for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
      const chunk = rows.slice(start, start + ROWS_PER_STATEMENT);
      yield sql`
        insert into ${sql.raw(target.table)} (mall_id, ${sql.raw(names.join(', '))})
        select ${ctx.mallId}::bigint, ${sql.join(values, sql`, `)}
        from ${unnested(target.columns, chunk)}`;
    }
  };
}

/** Inserts parents before children: the database works on one statement while the next are written. */
export async function insertAll(
  tx: Tx,
  ctx: OfMall,
  ...insertions: Iterable<Insertion>[]
): Promise<void> {
  const sent: Promise<unknown>[] = [];
  for (const statements of inTurn(insertions)) {
    for (const statement of statements(ctx)) {
      const next = executePrepared(tx, statement);
      // Its error is thrown when its turn comes.
      next.catch(() => {});
      sent.push(next);
      if (sent.length > STATEMENTS_AHEAD) await sent.shift();
      // Lets the driver send the next one as soon as the database is free.
      else await new Promise(setImmediate);
    }
  }
  await Promise.all(sent);
}

function* inTurn(insertions: Iterable<Insertion>[]): Iterable<Insertion> {
  for (const some of insertions) yield* some;
}

export async function insertRows<Row>(
  tx: Tx,
  ctx: OfMall,
  target: Table<Row>,
  rows: readonly Row[],
): Promise<void> {
  await insertAll(tx, ctx, [insertion(target, rows)]);
}

/**
 * Rows of this process as a table `given` of one statement. Numbers travel as arrays; any other column
 * as one joined text: for 200,000 rows that costs a fifth of what array literals cost.
 */
export function unnested<Row>(columns: Columns<Row>, rows: readonly Row[]): SQL {
  const varying = Object.entries(columns).flatMap(([name, [type, of]]) =>
    typeof of === 'function' ? { name, type, array: arrayOf(type, rows.map(of)) } : [],
  );
  const arrays = varying.map(({ array }) => array);
  const names = sql.raw(varying.map(({ name }) => name).join(', '));
  const casts = sql.raw(
    varying.map(({ name, type }) => (isArray(type) ? `${name}::${type}` : name)).join(', '),
  );
  return sql`(select ${casts} from unnest(${sql.join(arrays, sql`, `)}) as sent (${names})) as given`;
}

function arrayOf(type: ColumnType, values: readonly Value[]): SQL {
  if (isNumber(type)) return sql`${sql.param(values)}::${sql.raw(type)}[]`;
  const texts = textArray(values.map(asText));
  return isArray(type) ? texts : sql`${texts}::${sql.raw(type)}[]`;
}

const isNumber = (type: ColumnType) => type === 'bigint' || type === 'int';

/** An array in a column travels in the notation of one, `{1,2}`. */
const isArray = (type: ColumnType) => type.endsWith('[]');

/** An empty text would be split into no values at all. */
function textArray(values: readonly string[]): SQL {
  if (values.length === 1 && values[0] === '') return sql`array['']`;
  return sql`string_to_array(${values.join(SEPARATOR)}, ${SEPARATOR}, ${NULL})`;
}

function asText(value: Value): string {
  if (value === null) return NULL;
  if (typeof value !== 'string') return String(value);
  return RESERVED.test(value) ? value.split(RESERVED).join('') : value;
}

/** JSON text that the database takes: no zero characters, no halves of surrogate pairs. */
export function storableJson(value: unknown): string {
  const text = JSON.stringify(value) ?? 'null';
  if (!text.includes('\\u') || !/\\u(0000|d[89a-f])/i.test(text)) return text;
  return JSON.stringify(value, (_, member) =>
    typeof member === 'string' ? Buffer.from(member).toString().replaceAll('\0', '') : member,
  );
}
