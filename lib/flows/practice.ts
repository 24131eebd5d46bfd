import { sql } from 'drizzle-orm';
import { oneRow } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { env } from '@/lib/env';
import { ExpectedError } from '@/lib/errors';
import { type PracticeControl, practiceControl, readPracticeAddress } from '@/lib/practice/control';

/** Runs work on the practice marketplaces, for a practice mall and while they answer. */
export async function withPractice<Result>(
  ctx: Ctx,
  work: (control: PracticeControl) => Promise<Result>,
): Promise<Result> {
  if (!(await isPracticeMall(ctx))) throw new ExpectedError('errors.notFound');
  const address = await readPracticeAddress(env().dataDir).catch(() => null);
  if (!address) throw new ExpectedError('collect.errors.practiceAway');
  return work(practiceControl(address)).catch(() => {
    throw new ExpectedError('collect.errors.practiceAway');
  });
}

async function isPracticeMall(ctx: Ctx): Promise<boolean> {
  const settings = await readMall(ctx, (tx) =>
    oneRow<{ isPractice: boolean }>(
      tx,
      sql`
      select is_practice as "isPractice" from mall_settings where mall_id = ${ctx.mallId}`,
    ),
  );
  return settings.isPractice;
}
