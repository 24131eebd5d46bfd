import type { Ctx } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { type FaultKind, faultKinds } from '@/lib/practice/control';
import { withPractice } from './practice';

export type PracticeStand = {
  marketplace: string;
  shops: number;
  orders: number;
  /** Kinds of faults that strike now. */
  faults: FaultKind[];
};

/** Every practice marketplace there is, with its orders and faults; null while they do not answer. */
export async function practiceDesk(ctx: Ctx): Promise<PracticeStand[] | null> {
  const read = withPractice(ctx, async (control) => ({
    shops: (await control.state()).shops,
    faults: await control.faults(),
  }));
  const found = await read.catch((error) => {
    if (error instanceof ExpectedError) return null;
    throw error;
  });
  if (!found) return null;
  const marketplaces = [...new Set(found.shops.map((shop) => shop.marketplace))];
  return marketplaces.map((marketplace) => {
    const shops = found.shops.filter((shop) => shop.marketplace === marketplace);
    const faults = found.faults.filter((fault) => fault.marketplace === marketplace);
    return {
      marketplace,
      shops: shops.length,
      orders: shops.reduce((sum, shop) => sum + shop.orders, 0),
      faults: faultKinds.filter((kind) => faults.some((fault) => fault.fault === kind)),
    };
  });
}

/** How often a fault strikes once it is on: often enough to be met, seldom enough to work on. */
const RATES = { sometimes: 0.3, always: 1 } as const;

/** Switches a fault of a practice marketplace on or off. */
export async function switchPracticeFault(
  ctx: Ctx,
  asked: { marketplace: string; fault: FaultKind; rate: keyof typeof RATES | 'off' },
): Promise<void> {
  await withPractice(ctx, async (control) => {
    const { shops } = await control.state();
    const marketplace = shops.find((shop) => shop.marketplace === asked.marketplace)?.marketplace;
    if (!marketplace) return;
    const { fault, rate } = asked;
    await control.clearFaults({ marketplace, fault });
    if (rate !== 'off') await control.addFault({ marketplace, fault, rate: RATES[rate] });
  });
}

/** All practice marketplaces behave again. */
export async function clearPracticeFaults(ctx: Ctx): Promise<void> {
  await withPractice(ctx, (control) => control.clearFaults());
}
