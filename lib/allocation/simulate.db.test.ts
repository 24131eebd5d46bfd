import { expect, it } from 'vitest';
import { dumpMall } from '@/db/testing-data';
import { allocateShipments } from './allocate';
import { simulateAllocation } from './simulate';
import type { SimulatedPolicy } from './simulation';
import { conditions, freshMalls, HOUR_MS } from './testing';
import { undoAllocation } from './undo';

const malls = freshMalls();

const policy: SimulatedPolicy = {
  first: null,
  servesPartly: true,
  dividesLines: false,
  reallocatesWhole: false,
  reallocatesPartly: true,
  includesHeld: false,
};
const dear: SimulatedPolicy = { ...policy, first: 'amount' };
const wholeOnly: SimulatedPolicy = { ...policy, first: 'quantity', servesPartly: false };

it('foretells what a run would do under each policy, and changes nothing', async () => {
  const { ctx, goods, order, make } = malls;
  const soon = new Date(ctx.now.getTime() + HOUR_MS);
  await make([
    { ...order('BIG', [[goods.SHIRT, 4]]), shipBy: soon },
    { ...order('SMALL', [[goods.SHIRT, 2]]), shipBy: soon },
    order('TINY', [[goods.SHIRT, 1]]),
    order('MIXED', [
      [goods.SHIRT, 9],
      [goods.SOCKS, 1],
    ]),
  ]);
  const before = await dumpMall(ctx);
  const policies = [policy, dear, wholeOnly];
  const { forecasts, shipments } = await simulateAllocation(ctx, conditions, policies);
  expect(shipments).toBe(4);
  expect(forecasts[2]).toEqual({
    whole: 2,
    partly: 0,
    none: 2,
    leftOut: 0,
    leftQty: 2 + 5,
    late: 1,
    revenue: 30_000,
  });
  expect(await dumpMall(ctx)).toEqual(before);
  for (const [at, one] of policies.entries()) {
    const { runId, ...counts } = await allocateShipments(ctx, { ...conditions, ...one });
    expect(forecasts[at]).toMatchObject({
      whole: counts.whole,
      partly: counts.partly,
      none: counts.none,
      leftOut: counts.leftOut,
    });
    expect(forecasts[at]?.leftQty).toBe(10 - (await malls.reserved()).reduce((a, b) => a + b));
    await undoAllocation(ctx, runId);
  }
});

it('counts what is allocated already, unless the policy takes it back', async () => {
  const { ctx, goods, order, make } = malls;
  await make([order('FIRST', [[goods.SHIRT, 5]])]);
  await allocateShipments(ctx, conditions);
  await make([order('A', [[goods.SHIRT, 2]]), order('B', [[goods.SHIRT, 3]])]);
  const small: SimulatedPolicy = { ...policy, first: 'quantity' };
  const { forecasts } = await simulateAllocation(ctx, conditions, [
    small,
    { ...small, reallocatesWhole: true },
  ]);
  expect(forecasts.map(({ whole, none, revenue }) => ({ whole, none, revenue }))).toEqual([
    { whole: 1, none: 2, revenue: 50_000 },
    { whole: 2, none: 1, revenue: 50_000 },
  ]);
});

it('sees nothing of another mall', async () => {
  const { forecasts, shipments } = await simulateAllocation(malls.ctx, conditions, [policy]);
  expect(shipments).toBe(0);
  expect(forecasts).toMatchObject([{ whole: 0, leftQty: 0 }]);
});
