import type postgres from 'postgres';
import type { Change, Column, Written } from './changes';

/**
 * The floor of a stage: the very rows that it left, written again by plain SQL from arrays, into the
 * same tables, indexes, keys and CHECKs, in one transaction, as the owner, past row-level security.
 * It decides nothing, reads nothing back, plans a statement once, names only columns that changed and
 * sends a value that all rows share once.
 */
export type Floor = Statement[];

type Statement = { text: string; parameters: string[] };

const CHUNK = 10_000;
const SEPARATOR = '\u001f';
const NULL = '\u001e';

/** Statements and their parameters stand ready before the clock starts. */
export function floorOf(changes: Change[]): Floor {
  return changes.flatMap((change) => [
    ...inChunks(change.added, (given) => insertOf(change, given)),
    ...inChunks(change.changed, (given) => updateOf(change, given)),
  ]);
}

/** Resolves with the seconds it took. */
export async function replay(pool: postgres.Sql, floor: Floor): Promise<number> {
  const startedAt = performance.now();
  await pool.begin(async (tx) => {
    for (const { text, parameters } of floor) await tx.unsafe(text, parameters, { prepare: true });
  });
  return (performance.now() - startedAt) / 1000;
}

type Given = Column & { value: string; array: string | null; parameter: string };

function inChunks(written: Written, statement: (given: Given[]) => string): Statement[] {
  const statements: Statement[] = [];
  for (let start = 0; start < written.rowCount; start += CHUNK) {
    const chunk = written.columns.map((column) => ({
      ...column,
      values: column.values.slice(start, start + CHUNK),
    }));
    const given = chunk.map(givenOf);
    statements.push({
      text: statement(given),
      parameters: given.map(({ parameter }) => parameter),
    });
  }
  return statements;
}

/** A column as an array of the statement, or as the one value of all its rows. */
function givenOf({ values, ...column }: Written['columns'][number], at: number): Given {
  const { name, type } = column;
  const sent = `$${at + 1}::text`;
  if (values.every((value) => value === values[0])) {
    const parameter = values[0] ?? NULL;
    return { ...column, value: `nullif(${sent}, '${NULL}')::${type}`, array: null, parameter };
  }
  const isArray = type.endsWith('[]');
  const array = `string_to_array(${sent}, '${SEPARATOR}', '${NULL}')`;
  return {
    ...column,
    value: isArray ? `given."${name}"::${type}` : `given."${name}"`,
    array: isArray ? array : `${array}::${type}[]`,
    parameter: values.map((value) => value ?? NULL).join(SEPARATOR),
  };
}

function insertOf({ table }: Change, given: Given[]): string {
  const names = given.map(({ name }) => `"${name}"`).join(', ');
  const values = given.map(({ value }) => value).join(', ');
  return `insert into ${table} (${names}) select ${values} from ${rowsOf(given)}`;
}

function updateOf({ table }: Change, given: Given[]): string {
  const sets = given
    .filter(({ isKey }) => !isKey)
    .map(({ name, value }) => `"${name}" = ${value}`)
    .join(', ');
  const isGiven = given
    .filter(({ isKey }) => isKey)
    .map(({ name, value }) => `target."${name}" = ${value}`)
    .join(' and ');
  return `update ${table} target set ${sets} from ${rowsOf(given)} where ${isGiven}`;
}

function rowsOf(given: Given[]): string {
  const arrays = given.filter(({ array }) => array !== null);
  if (arrays.length === 0) return '(select) as given';
  const names = arrays.map(({ name }) => `"${name}"`).join(', ');
  return `unnest(${arrays.map(({ array }) => array).join(', ')}) as given (${names})`;
}
