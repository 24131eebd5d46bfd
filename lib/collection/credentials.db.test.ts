import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { oneRow } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeMall } from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { readCredential, renewCredential, storeCredential } from './credentials';

const encryptionKey = randomBytes(32).toString('base64');
const world = { encryptionKey, clock: () => new Date('2026-03-02T01:00:00Z') };

let database: TestDatabase;
let ctx: Ctx;
let id: number;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  ctx = await makeMall();
  id = await store(ctx, { token: 1 });
});

it('keeps nothing readable in the database', async () => {
  const { ciphertext } = await inMall(ctx, (tx) =>
    oneRow<{ ciphertext: string }>(
      tx,
      sql`select ciphertext from credentials where mall_id = ${ctx.mallId} and id = ${id}`,
    ),
  );
  expect(ciphertext).not.toContain('token');
  expect(await read(ctx, id)).toEqual({ token: 1 });
});

it('does not open a credential that was moved to another row', async () => {
  const other = await store(ctx, { token: 2 });
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update credentials set ciphertext = (
        select ciphertext from credentials where mall_id = ${ctx.mallId} and id = ${id})
      where mall_id = ${ctx.mallId} and id = ${other}`),
  );
  await expect(read(ctx, other)).rejects.toThrow();
});

it('is renewed by one at a time, each from the newest, stored before it is used', async () => {
  const seen: number[] = [];
  let atOnce = 0;
  const renew = async (current: unknown) => {
    expect(++atOnce).toBe(1);
    const { token } = current as { token: number };
    seen.push(token);
    await new Promise((resolve) => setTimeout(resolve, 30));
    atOnce -= 1;
    return { token: token + 1 };
  };
  const renewed = await Promise.all([1, 2, 3].map(() => renewCredential(ctx, world, id, renew)));
  expect(seen).toEqual([1, 2, 3]);
  expect(renewed).toContainEqual({ token: 4 });
  expect(await read(ctx, id)).toEqual({ token: 4 });
});

it('keeps the old one, and lets the next try, when renewing fails', async () => {
  const refuse = () => Promise.reject(new Error('no'));
  await expect(renewCredential(ctx, world, id, refuse)).rejects.toThrow('no');
  expect(await read(ctx, id)).toEqual({ token: 1 });
  await renewCredential(ctx, world, id, async () => ({ token: 9 }));
  expect(await read(ctx, id)).toEqual({ token: 9 });
});

function read(of: Ctx, credentialId: number) {
  return inMall(of, (tx) => readCredential(tx, of, encryptionKey, credentialId));
}

function store(of: Ctx, credential: unknown): Promise<number> {
  return inMall(of, async (tx) => {
    const made = await oneRow<{ id: number }>(
      tx,
      sql`
      insert into credentials (mall_id, label, ciphertext, updated_at)
      values (${of.mallId}, 'test', '', ${of.now.toISOString()}) returning id`,
    );
    await storeCredential(tx, of, encryptionKey, { id: made.id, credential });
    return made.id;
  });
}
