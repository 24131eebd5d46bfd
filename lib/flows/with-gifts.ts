import type { Ctx } from '@/lib/context';
import { giveGifts } from '@/lib/gifts/give';

/** Does a run over many parcels, then gives their gifts also to those that it left as they were. */
export async function withGifts<Result>(ctx: Ctx, change: () => Promise<Result>): Promise<Result> {
  const result = await change();
  await giveGifts(ctx);
  return result;
}
