import { sql } from 'drizzle-orm';
import { oneRow, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { readBaseUrl } from './base-url';

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
