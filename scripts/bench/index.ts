import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { startEmbedded } from '@/db/embedded';
import { migrate } from '@/db/migrate';
import { env } from '@/lib/env';
import { measure } from './measure';
import { jsonOf, printTable } from './table';

const { values } = parseArgs({
  options: { orders: { type: 'string', default: '100000' }, json: { type: 'string' } },
});
const orders = z.coerce.number().int().positive().parse(values.orders);

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
  const result = await measure(server.url, {
    orders,
    runs: 3,
    prefix: 'bench',
    migrate,
    tell: console.log,
  });
  printTable(result);
  if (values.json) await writeFile(values.json, jsonOf(result));
} finally {
  await clean();
}
