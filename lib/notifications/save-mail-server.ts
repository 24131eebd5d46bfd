import { sql } from 'drizzle-orm';
import { oneRow } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { isPractised, isPublicName } from '@/lib/outside/base-url';
import { seal } from '@/lib/secret-box';
import { passwordPlace } from './places';
import type { MailServerSettings } from './targets';

/** Sets the mail server; without a password the one that stands is kept, for the same server and user. */
export async function saveMailServer(
  ctx: Ctx,
  given: MailServerSettings & { password: string },
  encryptionKey: string,
): Promise<void> {
  const { host, port, userName, sender, password } = given;
  const sealed = password ? seal(encryptionKey, passwordPlace(ctx), password) : '';
  await inMall(ctx, async (tx) => {
    const { isPractice } = await oneRow<{ isPractice: boolean }>(
      tx,
      sql`select is_practice as "isPractice" from mall_settings where mall_id = ${ctx.mallId}`,
    );
    if (!isPublicName(host) && !isPractised(host, isPractice))
      throw new ExpectedError('alerts.errors.host');
    await tx.execute(sql`
      insert into mail_servers (mall_id, host, port, user_name, password_ciphertext, sender, updated_at)
      values (${ctx.mallId}, ${host}, ${port}, ${userName}, ${sealed}, ${sender},
        ${ctx.now.toISOString()})
      on conflict (mall_id) do update set host = excluded.host, port = excluded.port,
        user_name = excluded.user_name, sender = excluded.sender, updated_at = excluded.updated_at,
        password_ciphertext = case
          when excluded.password_ciphertext <> '' then excluded.password_ciphertext
          when mail_servers.host = excluded.host and mail_servers.user_name = excluded.user_name
            then mail_servers.password_ciphertext
          else '' end`);
    await recordEvent(tx, ctx, {
      verb: 'mail_server.set',
      subject: 'setting',
      subjectId: null,
      detail: { host, port, sender },
    });
  });
}
