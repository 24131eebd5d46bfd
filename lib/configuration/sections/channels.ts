import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { oneRow, rows } from '@/db/rows';
import { channelOf, marketplaces } from '@/lib/channels/registry';
import { readBaseUrl } from '@/lib/outside/base-url';
import { isPossibleAccount } from '@/lib/settings/channel-rules';
import { channelName } from '../names';
import { type Place, type Remark, refusalsOf, type Section } from '../section';

const schema = z.strictObject({
  marketplace: z.string().refine((key) => marketplaces.some((one) => one.key === key)),
  account: z.string().trim().min(1).max(60),
  shopNo: z.int().min(1).max(9999),
  name: z.string().trim().min(1).max(60),
  /** Null: the marketplace's own address. */
  baseUrl: z.string().max(300).nullable(),
  priority: z.int().min(1).max(999),
  collectsAutomatically: z.boolean(),
  collectIntervalMinutes: z.int().min(10).max(1440),
  acknowledgesAutomatically: z.boolean(),
  partialShipment: z.enum(['wait_for_all', 'first_ships_all']),
  /** Not in files of an earlier version. */
  isActive: z.boolean().optional(),
});

type ChannelEntry = z.infer<typeof schema>;

/** A channel that is new here has no key yet: it is off until somebody enters one. */
export const channels: Section<ChannelEntry> = {
  schema,
  keyOf: channelName,
  read: ({ tx, ctx }) =>
    rows<ChannelEntry>(
      tx,
      sql`
      select marketplace, account, shop_no as "shopNo", name, base_url as "baseUrl", priority,
        collects_automatically as "collectsAutomatically",
        collect_interval_minutes as "collectIntervalMinutes",
        acknowledges_automatically as "acknowledgesAutomatically",
        partial_shipment as "partialShipment", is_active as "isActive"
      from channels where mall_id = ${ctx.mallId} order by priority, id`,
    ),
  refusals: async ({ tx, ctx }, given, standing) => {
    const { isPractice } = await oneRow<{ isPractice: boolean }>(
      tx,
      sql`
      select is_practice as "isPractice" from mall_settings where mall_id = ${ctx.mallId}`,
    );
    const added = given.filter((entry) => !standing.has(channelName(entry)));
    return refusalsOf(
      channelName,
      added,
      ({ marketplace, account, baseUrl }): Remark | undefined => {
        const channel = channelOf(marketplace);
        if (channel && !isPossibleAccount(channel, account)) return { reason: 'account' };
        const isAllowed = baseUrl === null || readBaseUrl(baseUrl, isPractice) === baseUrl;
        return isAllowed ? undefined : { reason: 'address', detail: baseUrl ?? '' };
      },
    );
  },
  /**
   * A key is never sent to another address than it was entered for, and a file switches no channel with
   * an API on.
   */
  meant: (given, standing) => {
    const hasApi = channelOf(given.marketplace) !== null;
    const wasActive = standing ? standing.isActive : !hasApi;
    const { isActive = wasActive } = given;
    return {
      ...given,
      baseUrl: standing ? standing.baseUrl : given.baseUrl,
      collectsAutomatically: hasApi && given.collectsAutomatically,
      isActive: hasApi ? isActive && wasActive : isActive,
    };
  },
  remarkOfNew: ({ marketplace }) => (channelOf(marketplace) ? { reason: 'keyMissing' } : undefined),
  write,
};

/** A changed rhythm counts from the next tick on. */
async function write({ tx, ctx }: Place, entries: ChannelEntry[]): Promise<void> {
  await tx.execute(sql`
    insert into channels (mall_id, marketplace, account, shop_no, name, base_url, priority,
      collects_automatically, collect_interval_minutes, acknowledges_automatically,
      partial_shipment, is_active, created_at)
    select ${ctx.mallId}::bigint, marketplace, account, "shopNo", name, "baseUrl", priority,
      "collectsAutomatically", "collectIntervalMinutes", "acknowledgesAutomatically",
      "partialShipment", "isActive", ${ctx.now.toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as given (marketplace text,
      account text, "shopNo" int, name text, "baseUrl" text, priority int,
      "collectsAutomatically" boolean, "collectIntervalMinutes" int,
      "acknowledgesAutomatically" boolean, "partialShipment" text, "isActive" boolean)
    on conflict (mall_id, marketplace, account, shop_no) do update
    set name = excluded.name, priority = excluded.priority,
      next_due_at = case
        when channels.collects_automatically = excluded.collects_automatically
          and channels.collect_interval_minutes = excluded.collect_interval_minutes
          and channels.is_active = excluded.is_active
          then channels.next_due_at end,
      collects_automatically = excluded.collects_automatically,
      collect_interval_minutes = excluded.collect_interval_minutes,
      acknowledges_automatically = excluded.acknowledges_automatically,
      partial_shipment = excluded.partial_shipment, is_active = excluded.is_active`);
}
