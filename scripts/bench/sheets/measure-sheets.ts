import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { migrate } from '@/db/migrate';
import { closePools, openPools } from '@/db/pools';
import { rows } from '@/db/rows';
import { inMall } from '@/lib/context';
import { bundlePrograms } from '../../supervisor/programs';
import { databasesOf } from '../databases';
import { APP_ROLE, type BenchMall, makeBenchMall, NOW } from '../mall';
import { stages } from '../stages';
import { courierSheet, orderCsv, type Parcel } from './files';

/** What the process that works on a file is told: a JSON argument. */
export type SheetRun = {
  databaseUrl: string;
  mallId: number;
  channelId: number;
  kind: 'orders' | 'waybills';
  path: string;
  rows: number;
};

export type SheetTimes = {
  storeSeconds: number;
  previewSeconds: number;
  commitSeconds: number;
  /** Of the process that reads rows and writes them, and of the child that parses. */
  peakMemoryMb: number;
  parserMemoryMb: number;
};

export type SheetResult = SheetTimes & { name: string; megabytes: number; budget: string };

type Sizes = { orderRows: number; courierRows: number; courierColumns: number };

const program = fileURLToPath(new URL('sheets-process.ts', import.meta.url));
/** Of the orders some cannot be served. */
const SPARE = 1.5;

/** A sheet of orders and a courier's encrypted sheet, each through upload, preview and commit. */
export async function measureSheets(
  serverUrl: string,
  options: Sizes & { prefix: string; tell: (progress: string) => void },
): Promise<SheetResult[]> {
  const databases = databasesOf(serverUrl, options.prefix);
  await databases.create('sheets');
  const databaseUrl = databases.urlOf('sheets');
  const directory = await mkdtemp(path.join(tmpdir(), 'moa-sheets-'));
  try {
    await migrate(databaseUrl, APP_ROLE);
    openPools(databaseUrl, APP_ROLE, 4);
    const mall = await makeBenchMall(options.courierRows * SPARE, NOW);
    const parcels = await allocatedParcels(mall, options.courierRows);
    await databases.settle('sheets');
    options.tell(`${parcels.length} shipments wait for a number`);
    const base = { databaseUrl, mallId: mall.ctx.mallId, channelId: mall.channelIds[0] ?? 0 };
    const sheet = await courierSheet(parcels, options.courierColumns);
    const waybills = await through(directory, '운송장.xlsx', sheet, {
      ...base,
      kind: 'waybills',
      rows: parcels.length,
    });
    const csv = orderCsv(options.orderRows);
    const orders = await through(directory, '주문.csv', csv, {
      ...base,
      kind: 'orders',
      rows: options.orderRows,
    });
    const named = (count: number) => count.toLocaleString('en-US');
    return [
      { name: `${named(options.orderRows)} order rows, CSV`, budget: '20 s in all', ...orders },
      {
        name: `${named(options.courierRows)} × ${options.courierColumns}, encrypted .xlsx`,
        budget: '5 s and 3 s',
        ...waybills,
      },
    ];
  } finally {
    await closePools();
    await databases.dropAll();
    await rm(directory, { recursive: true, force: true });
  }
}

async function allocatedParcels(mall: BenchMall, count: number): Promise<Parcel[]> {
  const plain = async (verb: () => Promise<unknown>) => void (await verb());
  for (const name of ['insert', 'match', 'allocate'])
    await stages.find((stage) => stage.name === name)?.run(mall, count * SPARE, plain);
  const { ctx } = mall;
  return inMall(ctx, (tx) =>
    rows<Parcel>(
      tx,
      sql`
      select shipment.id, person.name as "recipientName"
      from shipments shipment
      join recipients person
        on person.mall_id = shipment.mall_id and person.id = shipment.recipient_id
      where shipment.mall_id = ${ctx.mallId} and shipment.is_open and shipment.stage = 'allocated'
      order by shipment.id limit ${count}`,
    ),
  );
}

async function through(
  directory: string,
  name: string,
  bytes: Uint8Array,
  run: Omit<SheetRun, 'path'>,
): Promise<SheetTimes & { megabytes: number }> {
  const file = path.join(directory, name);
  await writeFile(file, bytes);
  const argument: SheetRun = { ...run, path: file };
  const child = fork(program, [JSON.stringify(argument)], {
    execArgv: ['--import', 'tsx'],
    // Sheets are parsed by the program that the product starts.
    env: { ...process.env, MOA_PROGRAMS: await bundlePrograms() },
  });
  const ended = once(child, 'exit');
  const answered = once(child, 'message') as Promise<[SheetTimes]>;
  const times = await Promise.race([
    answered.then(([answer]) => answer),
    ended.then(([code]) => Promise.reject(new Error(`${name}: the process ended with ${code}`))),
  ]);
  await ended;
  const { size } = await stat(file);
  return { ...times, megabytes: size / 1024 / 1024 };
}

export function printSheets(results: readonly SheetResult[]): void {
  console.table(
    Object.fromEntries(
      results.map((result) => [
        result.name,
        {
          MB: result.megabytes.toFixed(1),
          'store s': result.storeSeconds.toFixed(1),
          'preview s': result.previewSeconds.toFixed(1),
          'commit s': result.commitSeconds.toFixed(1),
          budget: result.budget,
          'peak MB': result.peakMemoryMb,
          'parser MB': result.parserMemoryMb,
        },
      ]),
    ),
  );
}
