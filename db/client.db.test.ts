import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect } from './client';
import { oneRow } from './rows';
import { createTestDatabase, type TestDatabase } from './testing';

let database: TestDatabase;
let connection: ReturnType<typeof connect>;

beforeAll(async () => {
  database = await createTestDatabase();
  connection = connect(database.ownerUrl, { max: 1 });
});
afterAll(async () => {
  await connection.pool.end();
  await database.drop();
});

it('sends arrays of numbers with their nulls', async () => {
  expect(await sent([1, null, 2 ** 52])).toEqual([1, null, 2 ** 52]);
});

it.each([Number.NaN, Number.POSITIVE_INFINITY, undefined])(
  'refuses %s in an array of numbers, and the connection goes on',
  async (member) => {
    await expect(sent([1, member])).rejects.toMatchObject({ cause: expect.any(TypeError) });
    expect(await sent([1])).toEqual([1]);
  },
);

async function sent(numbers: unknown[]): Promise<unknown> {
  const { given } = await oneRow<{ given: unknown }>(
    connection.db,
    sql`select ${sql.param(numbers)}::bigint[] as given`,
  );
  return given;
}
