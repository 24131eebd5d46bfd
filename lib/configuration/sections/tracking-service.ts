import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { oneRow, rows } from '@/db/rows';
import { readBaseUrl } from '@/lib/outside/base-url';
import { refusalsOf, type Section } from '../section';

const service = z.strictObject({ baseUrl: z.string().trim().min(1).max(300) });

type ServiceEntry = z.infer<typeof service>;

const SERVICE = 'API';

/** One a mall. Its key is kept only for the address that it was entered for. */
export const trackingService: Section<ServiceEntry> = {
  schema: service,
  keyOf: () => SERVICE,
  read: ({ tx, ctx }) =>
    rows<ServiceEntry>(
      tx,
      sql`select base_url as "baseUrl" from tracking_services where mall_id = ${ctx.mallId}`,
    ),
  refusals: async ({ tx, ctx }, given) => {
    const { isPractice } = await oneRow<{ isPractice: boolean }>(
      tx,
      sql`
      select is_practice as "isPractice" from mall_settings where mall_id = ${ctx.mallId}`,
    );
    return refusalsOf(
      () => SERVICE,
      given,
      ({ baseUrl }) =>
        readBaseUrl(baseUrl, isPractice) === baseUrl
          ? undefined
          : { reason: 'address', detail: baseUrl },
    );
  },
  remarkOfNew: () => ({ reason: 'keyMissing' }),
  write: async ({ tx, ctx }, [entry]) => {
    if (!entry) return;
    await tx.execute(sql`
      insert into tracking_services (mall_id, base_url, key_ciphertext, updated_at)
      values (${ctx.mallId}, ${entry.baseUrl}, '', ${ctx.now.toISOString()})
      on conflict (mall_id) do update
      set base_url = excluded.base_url, updated_at = excluded.updated_at,
        key_ciphertext = case when tracking_services.base_url = excluded.base_url
          then tracking_services.key_ciphertext else '' end`);
  },
};
