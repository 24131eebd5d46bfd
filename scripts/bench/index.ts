import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbedded } from '@/db/embedded';
import { migrate } from '@/db/migrate';
import { measure } from './measure';
import { printTable } from './table';

const { values } = parseArgs({
  options: { orders: { type: 'string', default: '100000' }, json: { type: 'string' } },
});
const dataDir = await mkdtemp(path.join(tmpdir(), 'moa-bench-'));
const server = await startEmbedded({ dataDir });
try {
  const result = await measure(server.url, Number(values.orders), migrate);
  printTable(result);
  const { stages, total, peakMemoryMb } = result;
  if (values.json)
    await writeFile(values.json, JSON.stringify({ stages, total, peakMemoryMb }, null, 2));
} finally {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
}
