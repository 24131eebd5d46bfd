import { splitBySender } from '@/lib/allocation/split-by-sender';
import type { Ctx } from '@/lib/context';
import { withGifts } from './with-gifts';

/** 공급사별로 나누기, with the gifts that each part is due then. */
export async function splitSenders(ctx: Ctx): Promise<{ split: number }> {
  return withGifts(ctx, () => splitBySender(ctx));
}
