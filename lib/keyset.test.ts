import { type SQL, sql } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import { expect, it } from 'vitest';
import { keyset } from './keyset';

const written = (part: SQL) => {
  const { sql: text, params } = new PgDialect().sqlToQuery(part);
  return [text.replace(/\s+/g, ' ').trim(), params];
};

const columns = [sql`row.at`, sql`row.id`];
const after = { size: 20, at: 'after', key: ['2026-11-30', 7], rowsBefore: 20 } as const;

it('the first page begins anywhere, and one row more than it holds is read', () => {
  const { beyond, order } = keyset({ size: 20, at: 'first' }, columns);
  expect(written(beyond)).toEqual(['', []]);
  expect(written(order)).toEqual(['order by row.at desc, row.id desc limit $1', [21]]);
});

it('a row is compared as a whole, so that the index of the key serves', () => {
  const { beyond } = keyset(after, columns);
  expect(written(beyond)).toEqual(['and (row.at, row.id) < ($1, $2)', ['2026-11-30', 7]]);
});

it('backwards, everything turns round', () => {
  const { beyond, order, direction } = keyset({ ...after, at: 'before' }, columns);
  expect(written(beyond)[0]).toBe('and (row.at, row.id) > ($1, $2)');
  expect(written(order)[0]).toBe('order by row.at asc, row.id asc limit $1');
  expect(written(direction)[0]).toBe('asc');
});

it('a rising list is read backwards by falling keys', () => {
  const { direction } = keyset({ size: 20, at: 'last' }, columns, { rises: true });
  expect(written(direction)[0]).toBe('desc');
});

it('an index of fewer columns is entered by those alone', () => {
  const { beyond } = keyset(after, columns, { along: 1 });
  expect(written(beyond)[0]).toBe('and (row.at) <= ($1) and (row.at, row.id) < ($2, $3)');
});

it('a cursor that is too short is the beginning', () => {
  const { beyond } = keyset({ ...after, key: ['2026-11-30'] }, columns);
  expect(written(beyond)).toEqual(['', []]);
});
