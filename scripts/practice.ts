import { randomBytes } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { env } from '@/lib/env';
import {
  type PracticeAddress,
  type PracticeControl,
  practiceControl,
  readPracticeAddress,
} from '@/lib/practice/control';
import { seededRandom } from '@/lib/practice/generate/random';
import { startPracticeServer } from '@/lib/practice/server';

const USAGE = `npm run practice -- serve --database-url URL [--port N] [--seed N]
npm run practice -- orders [COUNT] [--seed N] [--shops KEY,KEY] [--spread-minutes N] [--gifts SHARE] [--market-shipped SHARE]
npm run practice -- journal [--after-id N]
npm run practice -- state`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    'database-url': { type: 'string' },
    port: { type: 'string' },
    seed: { type: 'string' },
    shops: { type: 'string' },
    'spread-minutes': { type: 'string' },
    gifts: { type: 'string' },
    'market-shipped': { type: 'string' },
    'after-id': { type: 'string' },
  },
});
const [command, argument] = positionals;
const dataDirectory = env().dataDir;

const commands: Readonly<Record<string, () => Promise<void>>> = { serve, orders, journal, state };
const run = command ? commands[command] : undefined;
if (run) await run().catch(fail);
else fail(new Error(USAGE));

/**
 * Keeps its port and token from one start to the next, so that who knows them finds it again. With a
 * seed its buyers do the same at every first start, whenever that is.
 */
async function serve() {
  const databaseUrl = values['database-url'] ?? process.env.PRACTICE_DATABASE_URL;
  if (!databaseUrl) throw new Error('PRACTICE_DATABASE_URL or --database-url is needed.');
  const before = await readPracticeAddress(dataDirectory).catch(() => null);
  const controlToken = before?.token ?? randomBytes(24).toString('base64url');
  const asked = numberOf(values.port ?? process.env.PRACTICE_PORT);
  const seed = numberOf(values.seed ?? (process.env.PRACTICE_SEED || undefined));
  const random = seed === undefined ? Math.random : seededRandom(seed).next;
  const start = (port: number) => startPracticeServer({ databaseUrl, controlToken, port, random });
  const server =
    asked === undefined && before
      ? await start(Number(new URL(before.url).port)).catch(() => start(0))
      : await start(asked ?? 0);
  await writeAddress({ url: server.url, token: controlToken });
  console.log(`practice marketplaces: ${server.url}`);
  const stop = () => server.close().then(() => process.exit(0), fail);
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

async function orders() {
  const control = await running();
  const startedAt = performance.now();
  const made = await control.makeOrders({
    count: numberOf(argument) ?? 500,
    seed: numberOf(values.seed),
    shops: values.shops?.split(','),
    spreadMinutes: numberOf(values['spread-minutes']),
    giftShare: numberOf(values.gifts),
    marketShippedShare: numberOf(values['market-shipped']),
  });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(2);
  console.table(made.shops);
  console.log(`${made.orders} orders, ${made.lines} lines, seed ${made.seed}, ${seconds} s`);
}

async function journal() {
  const control = await running();
  for (const row of await control.journal({ afterId: numberOf(values['after-id']) })) {
    const waybill = row.waybillNo ? `${row.courierCode} ${row.waybillNo}` : '';
    console.log(
      [row.id, row.at, row.shop, row.kind, row.orderNo, row.lineKeys.join(','), waybill].join('\t'),
    );
  }
}

async function state() {
  const control = await running();
  console.dir(await control.state(), { depth: null });
}

async function running(): Promise<PracticeControl> {
  const address = await readPracticeAddress(dataDirectory).catch(() => null);
  if (!address) throw new Error(`No practice marketplaces have run in ${dataDirectory} yet.`);
  return practiceControl(address);
}

/** Whole or not at all, and for its owner's eyes only. */
async function writeAddress(address: PracticeAddress) {
  await mkdir(dataDirectory, { recursive: true });
  const path = join(dataDirectory, 'practice.json');
  await writeFile(`${path}.new`, `${JSON.stringify(address)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

function numberOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!Number.isFinite(number)) throw new Error(`'${text}' is no number.`);
  return number;
}

function fail(error: unknown): never {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
