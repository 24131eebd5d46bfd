import { sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { wakeJobs } from '@/lib/leases/wake-jobs';
import type { Language } from '@/lib/locale';
import { readBaseUrl } from '@/lib/outside/base-url';
import { seal } from '@/lib/secret-box';
import { secretPlace } from './places';

export type NewTarget = {
  way: 'email' | 'webhook';
  address: string;
  kinds: string[];
  language: Language;
  /** Of a webhook: what its notifications are signed with. */
  secret: string;
};

export const MOST_TARGETS = 20;

/** Adds a mailbox or a webhook, from the next notification on. */
export async function addTarget(ctx: Ctx, given: NewTarget, encryptionKey: string): Promise<void> {
  await inMall(ctx, async (tx) => {
    const { isPractice, count } = await oneRow<{ isPractice: boolean; count: number }>(
      tx,
      sql`
      select is_practice as "isPractice", (
        select count(*)::int from notification_targets
        where mall_id = ${ctx.mallId} and removed_at is null) as count
      from mall_settings where mall_id = ${ctx.mallId} for update`,
    );
    if (count >= MOST_TARGETS)
      throw new ExpectedError('alerts.errors.tooMany', { max: MOST_TARGETS });
    const address = given.way === 'email' ? given.address : readBaseUrl(given.address, isPractice);
    if (!address) throw new ExpectedError('alerts.errors.address');
    const { id } = await oneRow<{ id: number }>(
      tx,
      sql`
      insert into notification_targets (mall_id, way, address, kinds, language, created_at)
      values (${ctx.mallId}, ${given.way}, ${address}, ${sql.param(given.kinds)}::text[],
        ${given.language}, ${ctx.now.toISOString()})
      returning id`,
    );
    if (given.way === 'webhook')
      await tx.execute(sql`
        update notification_targets
        set secret_ciphertext = ${seal(encryptionKey, secretPlace(ctx, id), given.secret)}
        where mall_id = ${ctx.mallId} and id = ${id}`);
    await recordEvent(tx, ctx, {
      verb: 'notification.add',
      subject: 'setting',
      subjectId: id,
      detail: { way: given.way, address },
    });
  });
}

/** Nothing more goes there; what waits on its way is dropped. */
export async function removeTarget(ctx: Ctx, id: number): Promise<void> {
  await inMall(ctx, async (tx) => {
    const removed = await rows<{ way: string; address: string }>(
      tx,
      sql`
      update notification_targets
      set removed_at = ${ctx.now.toISOString()}, is_active = false, secret_ciphertext = ''
      where mall_id = ${ctx.mallId} and id = ${id} and removed_at is null
      returning way, address`,
    );
    if (!removed[0]) throw new ExpectedError('alerts.errors.gone');
    await recordEvent(tx, ctx, {
      verb: 'notification.remove',
      subject: 'setting',
      subjectId: id,
      detail: removed[0],
    });
  });
}

/** Sends a trial, so that its way is known to work before it is needed. */
export async function testTarget(ctx: Ctx, id: number): Promise<void> {
  await inMall(ctx, async (tx) => {
    await standing(tx, ctx, id);
    const now = ctx.now.toISOString();
    await tx.execute(sql`
      insert into notification_deliveries (mall_id, target_id, due_at, created_at)
      values (${ctx.mallId}, ${id}, ${now}, ${now})`);
    await wakeJobs(tx);
  });
}

async function standing(tx: Tx, ctx: Ctx, id: number): Promise<void> {
  const found = await rows(
    tx,
    sql`
    select 1 from notification_targets
    where mall_id = ${ctx.mallId} and id = ${id} and removed_at is null`,
  );
  if (found.length === 0) throw new ExpectedError('alerts.errors.gone');
}
