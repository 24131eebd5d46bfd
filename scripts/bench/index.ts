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
const orders = z.coerce.number().int().min(1).parse(values.orders);

/** On the disk where the product keeps its rows: the system's temporary directory may be memory. */
const parent = path.dirname(env().dataDir);
await mkdir(parent, { recursive: true });
const dataDir = await mkdtemp(path.join(parent, '.bench-'));
