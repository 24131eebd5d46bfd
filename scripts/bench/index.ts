import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { startEmbedded } from '@/db/embedded';
import { migrate } from '@/db/migrate';
import { env } from '@/lib/env';
import { measure } from './measure';
import { measurePushes, printPushes } from './pushes/measure-pushes';
import { measureScreens, printScreens } from './screens/measure-screens';
import { measureSheets, printSheets } from './sheets/measure-sheets';
import { jsonOf, printTable } from './table';

const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '100000' },
    json: { type: 'string' },
    screens: { type: 'boolean', default: false },
    shipments: { type: 'string', default: '5000000' },
    pushes: { type: 'string' },
    sheets: { type: 'boolean', default: false },
  },
});
const count = z.coerce.number().int().positive();
const orders = count.parse(values.orders);
const shipments = count.parse(values.shipments);

const OPEN_SHIPMENTS = 150_000;

// On the disk that the product's own rows live on: a directory for temporary files may be memory.
await mkdir(env().dataDir, { recursive: true, mode: 0o700 });
const dataDir = await mkdtemp(path.join(env().dataDir, 'bench-'));
const server = await startEmbedded({ dataDir });
const clean = async () => {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
};
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void clean().finally(() => process.exit(130)));
try {
  if (values.pushes) await benchPushes(server.url, count.parse(values.pushes));
  else if (values.sheets) await benchSheets(server.url);
  else await (values.screens ? benchScreens(server.url) : benchLine(server.url));
} finally {
  await clean();
}

async function benchLine(url: string) {
  const result = await measure(url, {
    orders,
    runs: 3,
    prefix: 'bench',
    migrate,
    tell: console.log,
  });
  printTable(result);
  if (values.json) await writeFile(values.json, jsonOf(result));
}

async function benchScreens(url: string) {
  const past = { shipments, open: Math.min(OPEN_SHIPMENTS, shipments / 2) };
  const results = await measureScreens(url, past, {
    prefix: 'bench',
    repeats: 20,
    tell: console.log,
  });
  printScreens(results, past);
  if (values.json)
    await writeFile(values.json, JSON.stringify({ ...past, looks: results }, null, 2));
}

async function benchPushes(url: string, asked: number) {
  const result = await measurePushes(url, {
    shipments: asked,
    prefix: 'bench',
    tell: console.log,
  });
  printPushes(result);
  if (values.json) await writeFile(values.json, JSON.stringify(result, null, 2));
}

async function benchSheets(url: string) {
  const results = await measureSheets(url, {
    orderRows: 100_000,
    courierRows: 10_000,
    courierColumns: 72,
    prefix: 'bench',
    tell: console.log,
  });
  printSheets(results);
  if (values.json) await writeFile(values.json, JSON.stringify(results, null, 2));
}
