import type { Ctx } from '@/lib/context';
import { holdByRules } from '@/lib/shipments/holds/hold-by-rules';

/** Matches in one of the ways there are, then holds what the mall's rules want looked at. */
export async function matchAndHold<Result>(
  ctx: Ctx,
  match: () => Promise<Result>,
): Promise<Result> {
  const result = await match();
  await holdByRules(ctx);
  return result;
}
