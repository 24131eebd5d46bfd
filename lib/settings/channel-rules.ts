import { sql } from 'drizzle-orm';
import { oneRow, type Tx } from '@/db/rows';
import type { Channel } from '@/lib/channels/channel';
import type { Ctx } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { readBaseUrl } from './base-url';

/** What can be chosen for a channel at any time. */
export type ChannelChoices = {
  name: string;
  /** Smaller is served first. */
  priority: number;
  collectsAutomatically: boolean;
  collectIntervalMinutes: number;
  acknowledgesAutomatically: boolean;
  partialShipment: 'wait_for_all' | 'first_ships_all';
  /** Empty: the marketplace's own address. */
  baseUrl: string;
};

/** What only this process has: the key that secrets are sealed with. */
export type Sealing = { encryptionKey: string };

/** An account that stands in the address of its own shop. */
const HOST_LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i;

/** Whether a seller can be called so there. */
export function isPossibleAccount({ capabilities }: Channel, account: string): boolean {
  const isInAddress = capabilities.defaultBaseUrl.includes('{account}');
  return account !== '' && (!isInAddress || HOST_LABEL.test(account));
}

/** The address as it is stored; null for the marketplace's own. */
export async function allowedBaseUrl(tx: Tx, ctx: Ctx, given: string): Promise<string | null> {
  if (given === '') return null;
  const { isPractice } = await oneRow<{ isPractice: boolean }>(
    tx,
    sql`
    select is_practice as "isPractice" from mall_settings where mall_id = ${ctx.mallId}`,
  );
  const baseUrl = readBaseUrl(given, isPractice);
  if (baseUrl === null) throw new ExpectedError('settings.errors.baseUrl');
  return baseUrl;
}
