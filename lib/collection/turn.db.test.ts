import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall } from '@/db/testing-data';
import { connectionTo } from '@/lib/channels/testing';
import { type Ctx, inMall } from '@/lib/context';
import { takeWork } from '@/lib/leases/lease';
import { collect } from './collect';
import { requestCollection } from './request';
import { retryCollection } from './retry';
import { collectionWork } from './run-store';
import { collectionOverview } from './screen';
import { MAX_TURNS } from './turn';

let database: TestDatabase;
let ctx: Ctx;
let channelId: number;
/** What the marketplace was asked to go on from, in order. */
let asked: string[];
let minutes: number;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  ctx = await makeMall();
  channelId = await makeChannel(ctx);
  [asked, minutes] = [[], 0];
  const period = { from: at(-2880), until: at(0) };
  await requestCollection(ctx, { channelIds: [channelId], period });
});

it('lets others have their turn, and then goes on from its place', async () => {
  await turn();
  expect(asked).toEqual(['', 'page1']);
  expect(await theRun()).toMatchObject({ state: 'queued', error: null, leased: null });
  await turn();
  expect(asked).toEqual(['', 'page1', 'page2', 'page3']);
});

it('ends a list without an end as a failure that its channel shows, until a person tries again', async () => {
  for (let taken = 1; taken < MAX_TURNS; taken++) await turn();
  expect(await theRun()).toMatchObject({ state: 'queued', error: null });
  await turn();
  const told = expect.stringMatching(/^answer:the list of orders has no end/);
  expect(await theRun()).toMatchObject({ state: 'failed', error: told });
  expect((await collectionOverview(later())).channels).toMatchObject([{ error: told }]);
  await retryCollection(later(), channelId);
  await turn();
  expect(await theRun()).toMatchObject({ state: 'queued' });
});

it('counts no turn as a failure: after many of them it still tries again', async () => {
  for (let taken = 0; taken < 10; taken++) await turn();
  await turn(500);
  expect(await theRun()).toMatchObject({ state: 'queued', error: 'unavailable:HTTP 500' });
});

/** One taker's time with a marketplace that needs eleven minutes a page and never comes to an end. */
async function turn(status = 200): Promise<void> {
  minutes += 60;
  const lease = await takeWork(later(), collectionWork);
  if (!lease) throw new Error('Nothing was due.');
  const answer: typeof fetch = async (url) => {
    const { searchParams } = new URL(String(url));
    asked.push(searchParams.get('nextToken') ?? '');
    minutes += 11;
    const body = { code: 200, message: 'OK', data: [], nextToken: `page${asked.length}` };
    return new Response(JSON.stringify(body), { status });
  };
  const credential = { vendorId: 'A001', accessKey: 'key', secretKey: 'secret' };
  const connection = connectionTo('https://market.example', {
    account: 'simplex',
    credential,
    fetch: answer,
  });
  await collect(later(), lease, {
    clock: () => later().now,
    signal: new AbortController().signal,
    open: async () => connection,
    after: async () => {},
  });
}

async function theRun() {
  const [run] = await read(
    sql`select state, error, leased_until as leased from collection_runs where mall_id = ${ctx.mallId}`,
  );
  return run;
}

const read = <Row extends Record<string, unknown>>(query: ReturnType<typeof sql>) =>
  inMall(ctx, (tx) => rows<Row>(tx, query));
const at = (later: number) => new Date(ctx.now.getTime() + later * 60_000);
const later = (): Ctx => ({ ...ctx, now: at(minutes) });
