import { sql } from 'drizzle-orm';
import { oneRow, type Tx } from '@/db/rows';
import type { RemotePostcodes } from '@/db/schema/tenancy';
import type { Ctx } from '@/lib/context';
import { type Region, regionReader } from '@/lib/recipients/region';
import { usualRemotePostcodes } from '@/lib/recipients/remote-postcodes';

/** 도서산간 as this mall draws it: its own list, or the built-in one. */
export async function remotePostcodesOf(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
): Promise<{ ranges: readonly RemotePostcodes[]; isOwn: boolean }> {
  const { own } = await oneRow<{ own: RemotePostcodes[] | null }>(
    tx,
    sql`select remote_postcodes as own from mall_settings where mall_id = ${ctx.mallId}`,
  );
  return { ranges: own ?? usualRemotePostcodes, isOwn: own !== null };
}

/** How this mall tells Jeju and the islands by a postcode. */
export async function regionReaderOf(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
): Promise<(postcode: string) => Region | null> {
  return regionReader((await remotePostcodesOf(tx, ctx)).ranges);
}
