import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { sql } from 'drizzle-orm';
import { closePools, openPools } from '@/db/pools';
import { oneRow } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { queueUpload } from '@/lib/files/queue-upload';
import { readUpload, uploadWork } from '@/lib/files/read-upload';
import { storeFile } from '@/lib/files/store-file';
import { registerUpload } from '@/lib/flows/after-registration';
import { commitImportAndPush } from '@/lib/flows/commit-import';
import { waybillUploads } from '@/lib/invoicing/imports/read-waybills';
import { takeWork, type WorkTable } from '@/lib/leases/lease';
import type { LeasedWork } from '@/lib/leases/task';
import { matchUploads } from '@/lib/matching/sheet/read-matches';
import { variantUploads } from '@/lib/products/read-variants';
import { queueRegistration } from '@/lib/registration/queue-registration';
import { orderUploads } from '@/lib/registration/read-order-upload';
import { registrationWork } from '@/lib/registration/register-rows';
import { countUploads } from '@/lib/stock/read-counts';
import { APP_ROLE, NOW } from '../mall';
import { PASSWORD } from './files';
import type { SheetRun, SheetTimes } from './measure-sheets';
import { watchChildren } from './watch-children';

/** One file through the real flow, by a jobs process of its own. */
const run = JSON.parse(process.argv[2] ?? '{}') as SheetRun;
const ctx: Ctx & { userId: number } = {
  mallId: run.mallId,
  userId: 1,
  role: 'owner',
  canSeePersonalData: true,
  now: NOW,
};
const encryptionKey = randomBytes(32).toString('base64');
const surroundings = { clock: () => NOW, signal: new AbortController().signal };

openPools(run.databaseUrl, APP_ROLE, 4);
const children = watchChildren();
const times = await flow();
process.send?.({
  ...times,
  peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
  parserMemoryMb: children.peakMb(),
} satisfies SheetTimes);
children.stop();
await closePools();
process.disconnect?.();

async function flow() {
  const name = run.path.split('/').at(-1) ?? '';
  const expiresAt = new Date(NOW.getTime() + 3_600_000);
  const bytes = await readFile(run.path);
  const [fileId, storeSeconds] = await timed(() =>
    storeFile(ctx, { name, contentType: 'bench', expiresAt }, bytes),
  );
  const purpose =
    run.kind === 'orders'
      ? ({ purpose: 'orders', channelId: run.channelId } as const)
      : ({ purpose: 'waybills', courier: 'cj', replaces: false, password: PASSWORD } as const);
  const uploadId = await queueUpload(ctx, { fileId, fileName: name, ...purpose }, encryptionKey);
  const parse = readUpload(
    {
      orders: orderUploads,
      waybills: waybillUploads,
      matches: matchUploads,
      variants: variantUploads,
      counts: countUploads,
    },
    encryptionKey,
  );
  const [, previewSeconds] = await timed(() => work(uploadWork, parse));
  await expectGood(uploadId, 'previewed');
  const [, commitSeconds] = await timed(() => commit(uploadId));
  await expectGood(uploadId, 'committed');
  return { storeSeconds, previewSeconds, commitSeconds };
}

async function commit(uploadId: number): Promise<void> {
  if (run.kind === 'waybills') {
    await commitImportAndPush(ctx, uploadId);
    return;
  }
  await queueRegistration(ctx, uploadId);
  await work(registrationWork, registerUpload);
}

async function work(table: WorkTable, portion: LeasedWork): Promise<void> {
  const lease = await takeWork(ctx, table);
  if (!lease) throw new Error('Nothing waits.');
  await portion(ctx, lease, surroundings);
}

/** Every row, or the seconds mean nothing. */
async function expectGood(uploadId: number, state: string): Promise<void> {
  const found = await inMall(ctx, (tx) =>
    oneRow<{ state: string; good: number; error: string | null }>(
      tx,
      sql`
      select state, good_count as good, error from uploads
      where mall_id = ${ctx.mallId} and id = ${uploadId}`,
    ),
  );
  if (found.state !== state || found.good !== run.rows)
    throw new Error(`${run.kind}: ${JSON.stringify(found)} where ${run.rows} were expected`);
}

async function timed<Result>(action: () => Promise<Result>): Promise<[Result, number]> {
  const startedAt = performance.now();
  const result = await action();
  return [result, (performance.now() - startedAt) / 1000];
}
