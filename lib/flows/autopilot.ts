import { setTimeout as pause } from 'node:timers/promises';
import { allocateShipments } from '@/lib/allocation/allocate';
import { waitsWithGoods } from '@/lib/allocation/waits-with-goods';
import { bundleShipments } from '@/lib/bundling/bundle';
import type { Ctx } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { giveGifts } from '@/lib/gifts/give';
import { daysBefore, koreanDay, koreanPeriod } from '@/lib/period';
import { type Autopilot, readAutopilot } from '@/lib/settings/autopilot';

const MAX_TRIES = 20;
const TRY_AGAIN_MS = 500;

/**
 * Bundles and allocates by the mall's saved conditions, each step a run like a person's. It never
 * splits: what cannot go whole is left for people to see. Nothing where the mall has it off.
 */
export async function runAutopilot(ctx: Ctx): Promise<void> {
  const autopilot = await readAutopilot(ctx);
  if (!autopilot) return;
  const days = daysOf(ctx, autopilot);
  const { bundleScope, allocation } = autopilot;
  if (bundleScope) await inTurn(() => bundleShipments(ctx, { ...days, scope: bundleScope }));
  await giveGifts(ctx);
  if (allocation) await inTurn(() => allocateShipments(ctx, allocating(days, allocation)));
}

/** The same only if something could go now: it is asked each time that nothing new came. */
export async function goOnWithGoods(ctx: Ctx): Promise<void> {
  const autopilot = await readAutopilot(ctx);
  if (!autopilot?.allocation) return;
  const looked = allocating(daysOf(ctx, autopilot), autopilot.allocation);
  if (await waitsWithGoods(ctx, looked)) await runAutopilot(ctx);
}

/** After what a person has decided or entered: what waited for it goes on by itself. */
export async function goOn(ctx: Ctx): Promise<void> {
  await runAutopilot({ ...ctx, userId: null });
}

function daysOf(ctx: Ctx, autopilot: Autopilot): { from: string; to: string } {
  const to = koreanDay(ctx.now);
  return { from: daysBefore(to, autopilot.days - 1), to };
}

function allocating(
  days: { from: string; to: string },
  { channelIds = [], supplierIds = [], tags = [], ...how }: NonNullable<Autopilot['allocation']>,
) {
  return {
    ...koreanPeriod(days.from, days.to),
    ...how,
    channelIds,
    supplierIds,
    tags,
    reallocatesWhole: false,
    includesHeld: false,
    splitting: 'off' as const,
  };
}

/** A run of a person, or of another channel's collection, may have looked before our orders came. */
async function inTurn(run: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await run();
      return;
    } catch (error) {
      const isBusy = error instanceof ExpectedError && error.messageKey === 'errors.alreadyRunning';
      if (!isBusy) throw error;
      if (tries === MAX_TRIES) return;
      await pause(TRY_AGAIN_MS);
    }
  }
}
