import type postgres from 'postgres';

/** What a stage left in one table: the rows it added, and those it changed, by key. */
export type Change = {
  table: string;
  added: Written;
  changed: Written;
};

export type Column = { name: string; type: string; isKey: boolean };

/** Rows column by column, as text, with only the columns that a statement has to name. */
export type Written = { columns: (Column & { values: (string | null)[] })[]; rowCount: number };

type Row = (string | null)[];

/** The transaction from which on rows count as a stage's own. */
export async function currentTransaction(pool: postgres.Sql): Promise<string> {
  const [row] = await pool`select pg_current_xact_id()::xid::text as id`;
  return String(row?.id);
}

/** What a stage wrote in `after`, beside what stood in `before`. */
export async function readChanges(
  before: postgres.Sql,
  after: postgres.Sql,
  since: string,
): Promise<Change[]> {
  const changes: Change[] = [];
  for (const table of await tablesOf(after)) {
    const change = await readTable(before, after, table, since);
    if (change) changes.push(change);
  }
  return changes;
}

async function readTable(
  before: postgres.Sql,
  after: postgres.Sql,
  table: string,
  since: string,
): Promise<Change | null> {
  const columns = await columnsOf(after, table);
  const list = columns.map(({ name }) => `"${name}"::text`).join(', ');
  const found = await readRows(
    after,
    `select ${list} from ${table} where age(xmin) <= age('${since}'::xid) ${orderOf(columns)}`,
  );
  if (found.length === 0) return null;
  const keyOf = keyReader(columns);
  const stood = new Map<string, Row>();
  if (columns.some(({ isKey }) => isKey))
    for (const row of await readRows(before, `select ${list} from ${table}`))
      stood.set(keyOf(row), row);
  const added = found.filter((row) => !stood.has(keyOf(row)));
  const differs = (row: Row, at: number) => stood.get(keyOf(row))?.[at] !== row[at];
  const changed = found
    .filter((row) => stood.has(keyOf(row)))
    .filter((row) => columns.some((_, at) => differs(row, at)));
  return {
    table,
    added: written(columns, added),
    changed: written(columns, changed, (row, at) => columns[at]?.isKey || differs(row, at)),
  };
}

async function readRows(pool: postgres.Sql, query: string): Promise<Row[]> {
  return (await pool.unsafe(query).values()) as unknown as Row[];
}

/** These rows with the columns in which at least one of them says something. */
function written(
  columns: Column[],
  rows: Row[],
  says: (row: Row, at: number) => boolean | undefined = () => true,
): Written {
  const named = columns.flatMap((column, at) =>
    rows.some((row) => says(row, at))
      ? { ...column, values: rows.map((row) => row[at] ?? null) }
      : [],
  );
  return { columns: named, rowCount: rows.length };
}

/** Rows of a table without a key are all new. */
function keyReader(columns: Column[]): (row: Row) => string {
  const places = columns.flatMap(({ isKey }, at) => (isKey ? at : []));
  return (row) => places.map((at) => row[at]).join('|');
}

function orderOf(columns: Column[]): string {
  const keys = columns.filter(({ isKey }) => isKey).map(({ name }) => `"${name}"`);
  return `order by ${keys.join(', ') || 'ctid'}`;
}

/** Parents before children: no table is both. */
async function tablesOf(pool: postgres.Sql): Promise<string[]> {
  const found = await pool`
    select relname from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r'
    order by oid not in (select confrelid from pg_constraint where contype = 'f'), relname`;
  return found.map((row) => String(row.relname));
}

async function columnsOf(pool: postgres.Sql, table: string): Promise<Column[]> {
  const found = await pool`
    select attribute.attname as name, format_type(attribute.atttypid, atttypmod) as type,
      coalesce(attribute.attnum = any(key.indkey), false) as is_key
    from pg_attribute attribute
    left join pg_index key on key.indrelid = attribute.attrelid and key.indisprimary
    where attribute.attrelid = ${table}::regclass and attribute.attnum > 0
      and not attribute.attisdropped and attribute.attgenerated = ''
    order by attribute.attnum`;
  return found.map((row) => ({ name: row.name, type: row.type, isKey: row.is_key }));
}
