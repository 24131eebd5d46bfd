import type postgres from 'postgres';

/**
 * The floor of a stage: the very rows that it left, written again by plain SQL from arrays in
 * memory, into the same tables, indexes, keys and CHECKs, as the owner, past row-level security.
 */
export type Change = {
  table: string;
  columns: Column[];
  /** Column by column, as text. */
  added: (string | null)[][];
  changed: (string | null)[][];
};

type Column = { name: string; type: string; isKey: boolean };

const CHUNK = 10_000;

/** The transaction from which on rows count as the stage's own. */
export async function currentTransaction(pool: postgres.Sql): Promise<string> {
  const [row] = await pool`select pg_current_xact_id()::xid::text as id`;
  return String(row?.id);
}

/** What a stage wrote in `after`, told apart by the keys that stood in `before`. */
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
  const own = `age(xmin) <= age('${since}'::xid)`;
  const keys = columns.flatMap((column, index) => (column.isKey ? [index] : []));
  const order = keys.map((index) => `"${columns[index]?.name}"`).join(', ') || 'ctid';
  const found = await after
    .unsafe(`select ${list} from ${table} where ${own} order by ${order}`)
    .values();
  if (found.length === 0) return null;
  const known = new Set<string>();
  if (keys.length > 0) {
    const keyList = keys.map((index) => `"${columns[index]?.name}"::text`).join(', ');
    for (const row of await before.unsafe(`select ${keyList} from ${table}`).values())
      known.add(row.join('|'));
  }
  const isKnown = (row: unknown[]) => known.has(keys.map((index) => row[index]).join('|'));
  const sorted = (rows: unknown[][]) => columns.map((_, index) => rows.map((row) => row[index]));
  return {
    table,
    columns,
    added: sorted(found.filter((row) => !isKnown(row))) as (string | null)[][],
    changed: sorted(found.filter(isKnown)) as (string | null)[][],
  };
}

/** Writes the changes in one transaction; resolves with the seconds it took. */
export async function replay(pool: postgres.Sql, changes: Change[]): Promise<number> {
  const startedAt = performance.now();
  await pool.begin(async (tx) => {
    for (const change of changes) {
      await inChunks(change.added, (rows) => tx.unsafe(insertOf(change), arrays(rows)));
      await inChunks(change.changed, (rows) => tx.unsafe(updateOf(change), arrays(rows)));
    }
  });
  return (performance.now() - startedAt) / 1000;
}

async function inChunks(
  columns: (string | null)[][],
  write: (columns: (string | null)[][]) => Promise<unknown>,
) {
  const count = columns[0]?.length ?? 0;
  for (let start = 0; start < count; start += CHUNK)
    await write(columns.map((column) => column.slice(start, start + CHUNK)));
}

function arrays(columns: (string | null)[][]): postgres.ParameterOrJSON<never>[] {
  return columns as unknown as postgres.ParameterOrJSON<never>[];
}

function insertOf({ table, columns }: Change): string {
  const names = columns.map(({ name }) => `"${name}"`).join(', ');
  return `insert into ${table} (${names}) select ${castsOf(columns)} ${givenRows(columns)}`;
}

function updateOf({ table, columns }: Change): string {
  const sets = columns
    .filter(({ isKey }) => !isKey)
    .map(({ name, type }) => `"${name}" = given."${name}"::${type}`);
  const keys = columns
    .filter(({ isKey }) => isKey)
    .map(({ name, type }) => `target."${name}" = given."${name}"::${type}`);
  return `update ${table} target set ${sets.join(', ')} ${givenRows(columns)} where ${keys.join(' and ')}`;
}

function castsOf(columns: Column[]): string {
  return columns.map(({ name, type }) => `given."${name}"::${type}`).join(', ');
}

function givenRows(columns: Column[]): string {
  const parameters = columns.map((column, index) => `$${index + 1}::${arrayType(column)}[]`);
  const names = columns.map(({ name }) => `"${name}"`);
  return `from unnest(${parameters.join(', ')}) as given (${names.join(', ')})`;
}

/** Plain numbers travel as themselves; what has its own notation travels as text and is cast. */
function arrayType({ type }: Column): string {
  return ['bigint', 'integer', 'smallint', 'text', 'boolean', 'uuid'].includes(type)
    ? type
    : 'text';
}

async function tablesOf(pool: postgres.Sql): Promise<string[]> {
  const found = await pool`
    select relname from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' order by relname`;
  const parentsFirst = ['orders', 'shipments', 'compositions', 'products', 'variants'];
  const names = found.map((row) => String(row.relname));
  return [...parentsFirst, ...names.filter((name) => !parentsFirst.includes(name))];
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
