import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { oneRow } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeMall, makeVariants, untilSomebodyWaits } from '@/db/testing-data';
import { receiveStock } from '@/lib/stock/receive';
import { ChangedMeanwhile, type Ctx, inMall, isBusy } from './context';
import { ExpectedError } from './errors';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const asked = (ctx: Ctx) => ({ ...ctx, request: { id: 'a1'.repeat(16), isNoted: false } });

const onHand = (ctx: Ctx) =>
  inMall(ctx, (tx) =>
    oneRow<{ units: number }>(
      tx,
      sql`select sum(on_hand)::int as units from stock where mall_id = ${ctx.mallId}`,
    ),
  );

async function shelf() {
  const ctx = await makeMall();
  const { CUP } = await makeVariants(ctx, [{ code: 'CUP' }]);
  return { ctx, goods: [{ variantId: CUP.variantId, qty: 5 }] };
}

it('does once what a browser asks again because it heard no answer, in its own mall', async () => {
  const { ctx, goods } = await shelf();
  await receiveStock(asked(ctx), goods);
  await expect(receiveStock(asked(ctx), goods)).rejects.toMatchObject({
    messageKey: 'errors.doneBefore',
  });
  expect(await onHand(ctx)).toEqual({ units: 5 });
  const other = await shelf();
  await receiveStock(asked(other.ctx), other.goods);
  expect(await onHand(other.ctx)).toEqual({ units: 5 });
});

it('does it once also when both are on their way at the same moment', async () => {
  const { ctx, goods } = await shelf();
  const { again } = await inMall(asked(ctx), async (tx) => {
    const second = receiveStock(asked(ctx), goods).catch((error: unknown) => error);
    await untilSomebodyWaits(tx);
    return { again: second };
  });
  expect(await again).toMatchObject({ messageKey: 'errors.doneBefore' });
  expect(await onHand(ctx)).toEqual({ units: 0 });
});

it('does it when it is asked again after a refusal, in as many transactions as it takes', async () => {
  const { ctx, goods } = await shelf();
  const request = asked(ctx);
  const refused = inMall(request, async () => {
    throw new ExpectedError('errors.notFound');
  });
  await expect(refused).rejects.toMatchObject({ messageKey: 'errors.notFound' });
  await receiveStock(request, goods);
  await receiveStock({ ...request }, goods);
  expect(await onHand(ctx)).toEqual({ units: 10 });
});

it('notes a request by its first transaction alone, also beside and within others of it', async () => {
  const { ctx, goods } = await shelf();
  const request = asked(ctx);
  await Promise.all([receiveStock(request, goods), receiveStock(request, goods)]);
  const other = { ...ctx, request: { id: 'b2'.repeat(16), isNoted: false } };
  await inMall(other, () => receiveStock(other, goods));
  expect(await onHand(ctx)).toEqual({ units: 15 });
});

it('begins anew where what it found has changed meanwhile, and gives up as busy', async () => {
  const { ctx } = await shelf();
  let turns = 0;
  const third = await inMall(ctx, async () => {
    turns += 1;
    if (turns < 3) throw new ChangedMeanwhile('It has moved.');
    return turns;
  });
  expect(third).toBe(3);
  const never = inMall(ctx, async () => {
    throw new ChangedMeanwhile('It moves all the time.');
  });
  expect(isBusy(await never.catch((error: unknown) => error))).toBe(true);
  expect(isBusy(new Error('a bug'))).toBe(false);
});
