import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, inMall, readMall } from '@/lib/context';
import { backOffMs, holdLease, type Lease, type WorkTable } from '@/lib/leases/lease';
import type { LeasedWork } from '@/lib/leases/task';
import type { Language } from '@/lib/locale';
import { readBaseUrl } from '@/lib/outside/base-url';
import { SealedError, unseal } from '@/lib/secret-box';
import { passwordPlace, secretPlace } from './places';
import { sendMail } from './send-mail';
import { sendWebhook } from './send-webhook';
import type { Sent } from './sent';
import { wordsOf } from './words';

export const deliveryWork: WorkTable = {
  table: 'notification_deliveries',
  waiting: 'queued',
  working: 'running',
};

const MOST_ATTEMPTS = 8;

type World = { encryptionKey: string; fetch: typeof fetch };

type Delivery = {
  targetId: number;
  way: 'email' | 'webhook';
  address: string;
  language: Language;
  secretCiphertext: string;
  isPractice: boolean;
  kind: string | null;
  values: Record<string, string | number> | null;
  subject: string | null;
  subjectId: number | null;
  at: string;
  host: string | null;
  port: number | null;
  userName: string | null;
  passwordCiphertext: string | null;
  sender: string | null;
};

/** Brings one notification to one mailbox or webhook; what could not be brought is tried again later. */
export function deliverNotification(world: World): LeasedWork {
  return async (ctx, lease) => {
    const delivery = await readDelivery(ctx, lease.id);
    const sent: Sent = delivery
      ? await send(ctx, world, lease.id, delivery).catch(finalWhereSealed)
      : { ok: false, error: 'removed', isFinal: true };
    await settle(ctx, lease, sent);
  };
}

/** Sealed with a key that is not ours any more: no other try opens it. */
function finalWhereSealed(error: unknown): Sent {
  if (!(error instanceof SealedError)) throw error;
  return { ok: false, error: 'key', isFinal: true };
}

async function readDelivery(ctx: Ctx, id: number): Promise<Delivery | undefined> {
  const [delivery] = await readMall(ctx, (tx) =>
    rows<Delivery>(
      tx,
      sql`
      select target.id as "targetId", target.way, target.address, target.language,
        target.secret_ciphertext as "secretCiphertext", settings.is_practice as "isPractice",
        told.kind, told.values, told.subject, told.subject_id as "subjectId",
        coalesce(told.created_at, delivery.created_at) as at, server.host, server.port,
        server.user_name as "userName", server.password_ciphertext as "passwordCiphertext",
        server.sender
      from notification_deliveries delivery
      join notification_targets target on target.mall_id = delivery.mall_id
        and target.id = delivery.target_id and target.removed_at is null
      join mall_settings settings on settings.mall_id = delivery.mall_id
      left join notifications told
        on told.mall_id = delivery.mall_id and told.id = delivery.notification_id
      left join mail_servers server on server.mall_id = delivery.mall_id
      where delivery.mall_id = ${ctx.mallId} and delivery.id = ${id}`,
    ),
  );
  return delivery;
}

async function send(ctx: Ctx, world: World, id: number, delivery: Delivery): Promise<Sent> {
  const { kind, values, subject, subjectId, language } = delivery;
  const { title, text } = wordsOf(language, kind ?? 'test', values ?? {});
  if (delivery.way === 'email') return mail(ctx, world, delivery, { title, text });
  const url = readBaseUrl(delivery.address, delivery.isPractice);
  if (!url) return { ok: false, error: 'address', isFinal: true };
  const body = JSON.stringify({
    id,
    kind: kind ?? 'test',
    text,
    subject,
    subjectId,
    values: values ?? {},
    at: new Date(delivery.at).toISOString(),
  });
  const place = secretPlace(ctx, delivery.targetId);
  const secret = unseal(world.encryptionKey, place, delivery.secretCiphertext);
  return sendWebhook(world.fetch, { url, secret, deliveryId: String(id), body }, ctx.now);
}

async function mail(
  ctx: Ctx,
  world: World,
  delivery: Delivery,
  { title, text }: { title: string; text: string },
): Promise<Sent> {
  const { host, port, userName, passwordCiphertext, sender } = delivery;
  if (host === null || port === null || sender === null)
    return { ok: false, error: 'noServer', isFinal: true };
  const password = passwordCiphertext
    ? unseal(world.encryptionKey, passwordPlace(ctx), passwordCiphertext)
    : '';
  return sendMail(
    { host, port, userName: userName ?? '', password, sender },
    { to: delivery.address, subject: title, text },
  );
}

async function settle(ctx: Ctx, lease: Lease, sent: Sent): Promise<void> {
  const isOver = sent.ok || sent.isFinal || lease.attempt >= MOST_ATTEMPTS;
  const state = sent.ok ? 'done' : isOver ? 'failed' : 'queued';
  const now = ctx.now.toISOString();
  const wait = isOver ? 0 : backOffMs(lease.attempt, 0.5);
  await inMall(ctx, async (tx) => {
    if (!(await holdLease(tx, ctx, deliveryWork, lease))) return;
    await tx.execute(sql`
      update notification_deliveries
      set state = ${state}, leased_until = null, error = ${sent.ok ? null : sent.error},
        due_at = ${now}::timestamptz + ${wait} * interval '1 millisecond',
        finished_at = ${isOver ? now : null}
      where mall_id = ${ctx.mallId} and id = ${lease.id}`);
  });
}
