import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { oneRow, rows } from '@/db/rows';
import { languages } from '@/lib/locale';
import { MOST_TARGETS } from '@/lib/notifications/change-targets';
import { newsKinds } from '@/lib/notifications/notify';
import { isPractised, isPublicName } from '@/lib/outside/base-url';
import { refusalsOf, type Section } from '../section';

const target = z.strictObject({
  way: z.enum(['email', 'webhook']),
  address: z.string().trim().min(1).max(500),
  /** Empty: every kind. */
  kinds: z.array(z.enum(newsKinds)),
  language: z.enum(languages),
});

type TargetEntry = z.infer<typeof target>;

const targetKey = ({ way, address }: TargetEntry) => `${way} ${address}`;

/** A webhook that is new here needs its key, which no file holds: it is added by hand. */
export const notificationTargets: Section<TargetEntry> = {
  schema: target,
  keyOf: targetKey,
  isOwners: () => true,
  read: ({ tx, ctx }) =>
    rows<TargetEntry>(
      tx,
      sql`
      select way, address, kinds, language from notification_targets
      where mall_id = ${ctx.mallId} and removed_at is null order by id`,
    ),
  refusals: async (_, given, standing) => {
    const added = given.filter((entry) => !standing.has(targetKey(entry)));
    const room = MOST_TARGETS - standing.size;
    const mailboxes = added.filter(({ way }) => way === 'email');
    return refusalsOf(targetKey, added, (entry) => {
      if (entry.way === 'webhook') return { reason: 'webhookKey' };
      if (!z.email().max(254).safeParse(entry.address).success) return { reason: 'address' };
      return mailboxes.indexOf(entry) < room ? undefined : { reason: 'tooManyTargets' };
    });
  },
  write: async ({ tx, ctx }, entries) => {
    const asked = sql`
      jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as given (way text, address text,
        kinds text[], language text)`;
    await tx.execute(sql`
      update notification_targets target set kinds = given.kinds, language = given.language
      from ${asked}
      where target.mall_id = ${ctx.mallId} and target.way = given.way
        and target.address = given.address and target.removed_at is null`);
    await tx.execute(sql`
      insert into notification_targets (mall_id, way, address, kinds, language, created_at)
      select ${ctx.mallId}::bigint, way, address, kinds, language,
        ${ctx.now.toISOString()}::timestamptz
      from ${asked}
      where not exists (
        select from notification_targets target
        where target.mall_id = ${ctx.mallId} and target.way = given.way
          and target.address = given.address and target.removed_at is null)`);
  },
};

const server = z.strictObject({
  host: z.string().trim().min(1).max(253),
  port: z.int().min(1).max(65_535),
  userName: z.string().trim().max(254),
  sender: z.email().max(254),
});

type ServerEntry = z.infer<typeof server>;

const SERVER = 'SMTP';

/** One a mall. Its password is kept only for the server and user that it was entered for. */
export const mailServer: Section<ServerEntry> = {
  schema: server,
  keyOf: () => SERVER,
  isOwners: () => true,
  read: ({ tx, ctx }) =>
    rows<ServerEntry>(
      tx,
      sql`
      select host, port, user_name as "userName", sender from mail_servers
      where mall_id = ${ctx.mallId}`,
    ),
  refusals: async ({ tx, ctx }, given) => {
    const { isPractice } = await oneRow<{ isPractice: boolean }>(
      tx,
      sql`
      select is_practice as "isPractice" from mall_settings where mall_id = ${ctx.mallId}`,
    );
    return refusalsOf(
      () => SERVER,
      given,
      ({ host }) =>
        isPublicName(host) || isPractised(host, isPractice)
          ? undefined
          : { reason: 'address', detail: host },
    );
  },
  remarkOfNew: ({ userName }) => (userName ? { reason: 'keyMissing' } : undefined),
  write: async ({ tx, ctx }, [entry]) => {
    if (!entry) return;
    const { host, port, userName, sender } = entry;
    await tx.execute(sql`
      insert into mail_servers (mall_id, host, port, user_name, password_ciphertext, sender,
        updated_at)
      values (${ctx.mallId}, ${host}, ${port}, ${userName}, '', ${sender},
        ${ctx.now.toISOString()})
      on conflict (mall_id) do update
      set host = excluded.host, port = excluded.port, user_name = excluded.user_name,
        sender = excluded.sender, updated_at = excluded.updated_at,
        password_ciphertext = case
          when mail_servers.host = excluded.host and mail_servers.user_name = excluded.user_name
            then mail_servers.password_ciphertext
          else '' end`);
  },
};
