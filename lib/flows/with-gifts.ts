import type { Ctx } from '@/lib/context';
import { giveGifts } from '@/lib/gifts/give';

/** Does what changes which orders lie in one parcel, then gives each parcel the gifts it is due. */
export async function withGifts<Result>(ctx: Ctx, change: () => Promise<Result>): Promise<Result> {
  const result = await change();
  await giveGifts(ctx);
  return result;
}
