import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { FILE_KEPT_MS, isOutOfRoom, storeFile } from '@/lib/files/store-file';
import { backOffMs, type Lease, putBack, refuseDeadly, type WorkTable } from '@/lib/leases/lease';
import type { LeasedWork } from '@/lib/leases/task';
import { koreanDay } from '@/lib/period';
import { type WaybillLayout, waybillLayoutSchema } from '@/lib/sheets/formats/waybill-layout';
import { renderWaybills } from '@/lib/sheets/writing/render-waybills';
import { writeWaybillFile } from '@/lib/sheets/writing/write-waybill-file';
import { readWaybillUnits } from './units';

export const waybillFileWork = {
  table: 'waybill_files',
  waiting: 'queued',
  working: 'running',
} as const satisfies WorkTable;

const MAX_ATTEMPTS = 3;

/** The work of the jobs process on one waybill file: its rows as they are now, kept 7 days. */
export const makeWaybillFile: LeasedWork = async (ctx, lease, { clock }) => {
  const asked = await findAsked(ctx, lease.id);
  if (!asked) return;
  const now = () => ({ ...ctx, now: clock() });
  try {
    refuseDeadly(lease, MAX_ATTEMPTS);
    const units = await inMall(ctx, (tx) => readWaybillUnits(tx, ctx, asked.pushIds));
    const table = renderWaybills(asked.layout, units);
    const { extension, ...file } = await writeWaybillFile(asked.layout, table);
    const name = `송장_${asked.channelName}_${koreanDay(clock())}_${lease.id}.${extension}`;
    const expiresAt = new Date(clock().getTime() + FILE_KEPT_MS);
    const fileId = await storeFile(now(), { ...file, name, expiresAt }, file.bytes);
    await settle(ctx, lease, { state: 'done', fileId, error: null });
  } catch (error) {
    const lacksRoom = isOutOfRoom(error);
    if (!lacksRoom && lease.attempt < MAX_ATTEMPTS)
      await putBack(now(), waybillFileWork, lease, backOffMs(lease.attempt, 0.5));
    else await settle(ctx, lease, { ...failed, error: lacksRoom ? 'noRoom' : 'unexpected' });
    if (!lacksRoom) throw error;
  }
};

type Asked = { channelName: string; layout: WaybillLayout; pushIds: number[] };

async function findAsked(ctx: Ctx, waybillFileId: number): Promise<Asked | null> {
  return inMall(ctx, async (tx) => {
    const [asked] = await rows<{ channelName: string; layout: unknown }>(
      tx,
      sql`
      select channel.name as "channelName", file.layout
      from waybill_files file
      join channels channel on channel.mall_id = file.mall_id and channel.id = file.channel_id
      where file.mall_id = ${ctx.mallId} and file.id = ${waybillFileId}`,
    );
    if (!asked) return null;
    const pushes = await rows<{ id: number }>(
      tx,
      sql`
      select id from pushes
      where mall_id = ${ctx.mallId} and waybill_file_id = ${waybillFileId}
        and state = 'file_waiting'`,
    );
    const layout = waybillLayoutSchema.parse(asked.layout);
    return { ...asked, layout, pushIds: pushes.map(({ id }) => id) };
  });
}

type Settled = { state: 'done' | 'failed'; fileId: number | null; error: string | null };

const failed = { state: 'failed', fileId: null } as const;

async function settle(ctx: Ctx, lease: Lease, { state, fileId, error }: Settled) {
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update waybill_files
      set state = ${state}, file_id = ${fileId}, error = ${error}, leased_until = null
      where mall_id = ${ctx.mallId} and id = ${lease.id} and state = 'running'
        and attempts = ${lease.attempt}`),
  );
}
