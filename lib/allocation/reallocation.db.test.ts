import { describe, expect, it } from 'vitest';
import { dumpMall, TEST_NOW, type TestOrder } from '@/db/testing-data';
import { inMall } from '@/lib/context';
import { hold } from '@/lib/shipments/holds/hold';
import { allocateShipments } from './allocate';
import { previewAllocation } from './preview';
import { simulateAllocation } from './simulate';
import { conditions, freshMalls } from './testing';
import { undoAllocation } from './undo';

const mall = freshMalls();
const { order, make, standing, shelve, reasonOf, reserved } = mall;

describe('the preview', () => {
  it('foretells the run and changes nothing', async () => {
    await make([
      order('A-1', [[mall.goods.SHIRT, 6]]),
      order('A-2', [[mall.goods.SHIRT, 4]]),
      order('A-3', [
        [mall.goods.SHIRT, 3],
        [mall.goods.SOCKS, 1],
      ]),
    ]);
    const before = await dumpMall(mall.ctx);
    const all = { ...conditions, splitting: 'all' as const };
    const preview = await previewAllocation(mall.ctx, all);
    expect(await dumpMall(mall.ctx)).toEqual(before);
    expect(preview.unserved.map((row) => row.reason.rule)).toEqual([
      'partlyOfStock',
      'partlyTaken',
    ]);
    const { runId: _, ...counts } = await allocateShipments(mall.ctx, all);
    expect(preview.counts).toEqual(counts);
  });

  it('shows those first in line of what goes whole', async () => {
    const [later, sooner, short] = await make([
      order('A-1', [[mall.goods.SHIRT, 2]]),
      { ...order('A-2', [[mall.goods.SHIRT, 1]]), shipBy: TEST_NOW },
      order('A-3', [[mall.goods.SHIRT, 9]]),
    ]);
    const { served, unserved } = await previewAllocation(mall.ctx, conditions);
    expect(served).toMatchObject([
      { shipmentId: sooner, orderNo: 'A-2', reason: { rule: 'whole' } },
      { shipmentId: later, orderNo: 'A-1', reason: { rule: 'whole' } },
    ]);
    expect(unserved).toMatchObject([{ shipmentId: short }]);
  });

  it('tells what lacks stock before what it passes over', async () => {
    const [held] = await make([
      order('A-1', [[mall.goods.SOCKS, 1]]),
      order('A-2', [[mall.goods.SHIRT, 6]]),
    ]);
    await inMall(mall.ctx, (tx) => hold(tx, mall.ctx, [held], 'operator'));
    const { unserved } = await previewAllocation(mall.ctx, conditions);
    expect(unserved.map((row) => row.reason.rule)).toEqual(['noneOfStock', 'held']);
  });
});

describe('reallocation', () => {
  const dearer = (orderNo: string, qty: number): TestOrder => ({
    ...order(orderNo, [[mall.goods.SHIRT, qty]]),
    shipBy: TEST_NOW,
  });

  it('takes back what a partly served one hoards, so that others go whole', async () => {
    const [hoarder] = await make([
      order('A-1', [
        [mall.goods.SHIRT, 3],
        [mall.goods.SOCKS, 9],
      ]),
    ]);
    await allocateShipments(mall.ctx, conditions);
    const [whole] = await make([order('A-2', [[mall.goods.SHIRT, 4]])]);
    await allocateShipments(mall.ctx, { ...conditions, reallocatesPartly: false });
    expect(await standing([hoarder, whole])).toMatchObject([
      { allocatedQty: 3 },
      { allocatedQty: 0 },
    ]);
    await allocateShipments(mall.ctx, conditions);
    expect(await standing([hoarder, whole])).toMatchObject([
      { stage: 'ready', allocatedQty: 0 },
      { stage: 'allocated', allocatedQty: 4 },
    ]);
  });

  it('completes a partly served one that keeps what it holds', async () => {
    const [shipment] = await make([
      order('A-1', [
        [mall.goods.SHIRT, 3],
        [mall.goods.SOCKS, 9],
      ]),
    ]);
    await allocateShipments(mall.ctx, conditions);
    await shelve(mall.goods.SOCKS, 4);
    await allocateShipments(mall.ctx, { ...conditions, reallocatesPartly: false });
    expect(await standing([shipment])).toMatchObject([{ stage: 'allocated', allocatedQty: 12 }]);
  });

  it('takes from whole ones only when asked to', async () => {
    const [served] = await make([order('A-1', [[mall.goods.SHIRT, 5]])]);
    await allocateShipments(mall.ctx, conditions);
    const [sooner] = await make([dearer('A-2', 5)]);
    await allocateShipments(mall.ctx, conditions);
    expect(await standing([served, sooner])).toMatchObject([
      { stage: 'allocated' },
      { stage: 'ready' },
    ]);
    await allocateShipments(mall.ctx, { ...conditions, reallocatesWhole: true });
    expect(await standing([served, sooner])).toMatchObject([
      { stage: 'ready' },
      { stage: 'allocated' },
    ]);
  });
});

describe('a whole one that is held', () => {
  it('gives back what it has when whole ones are to, and its undo restores it', async () => {
    const [held] = await make([order('A-1', [[mall.goods.SHIRT, 5]])]);
    await allocateShipments(mall.ctx, conditions);
    await inMall(mall.ctx, (tx) => hold(tx, mall.ctx, [held], 'operator'));
    const [later] = await make([order('A-2', [[mall.goods.SHIRT, 5]])]);
    await allocateShipments(mall.ctx, conditions);
    expect(await standing([held, later])).toMatchObject([{ allocatedQty: 5 }, { allocatedQty: 0 }]);
    const before = await mall.exactDump();
    const whole = { ...conditions, reallocatesWhole: true };
    const { runId, givenBack } = await allocateShipments(mall.ctx, whole);
    expect(givenBack).toBe(1);
    expect(await standing([held, later])).toEqual([
      { stage: 'ready', allocatedQty: 0, rule: 'heldGaveBack' },
      { stage: 'allocated', allocatedQty: 5, rule: 'whole' },
    ]);
    await undoAllocation(mall.ctx, runId);
    expect(await mall.exactDump()).toEqual(before);
  });
});

describe('a partly served one that is held', () => {
  async function hoarding() {
    const [hoarder] = await make([order('A-1', [[mall.goods.SHIRT, 8]])]);
    await allocateShipments(mall.ctx, { ...conditions, splitting: 'by_row' });
    await inMall(mall.ctx, (tx) => hold(tx, mall.ctx, [hoarder], 'operator'));
    const [later] = await make([order('A-2', [[mall.goods.SHIRT, 1]])]);
    return [hoarder, later] as const;
  }

  it('gives back what it holds and says so, and its undo restores it', async () => {
    const [hoarder, later] = await hoarding();
    const before = await mall.exactDump();
    const preview = await previewAllocation(mall.ctx, conditions);
    const policy = { ...conditions, first: null, dividesLines: false };
    const { forecasts } = await simulateAllocation(mall.ctx, conditions, [policy]);
    const { runId, ...counts } = await allocateShipments(mall.ctx, conditions);
    expect(counts).toMatchObject({ whole: 1, none: 0, leftOut: 1, givenBack: 1 });
    expect(preview).toMatchObject({ counts, isChanging: true });
    expect(forecasts).toMatchObject([{ whole: 1, none: 0, leftOut: 1, leftQty: 4 }]);
    expect(await standing([hoarder, later])).toEqual([
      { stage: 'ready', allocatedQty: 0, rule: 'heldGaveBack' },
      { stage: 'allocated', allocatedQty: 1, rule: 'whole' },
    ]);
    expect((await reasonOf(hoarder))?.values).toMatchObject({ otherHolds: 0, released: 5 });
    expect(await reserved()).toEqual([1, 0]);
    await undoAllocation(mall.ctx, runId);
    expect(await mall.exactDump()).toEqual(before);
  });

  it('says afterwards only that it is held', async () => {
    const [hoarder] = await hoarding();
    await allocateShipments(mall.ctx, conditions);
    await allocateShipments(mall.ctx, conditions);
    expect(await standing([hoarder])).toMatchObject([{ allocatedQty: 0, rule: 'held' }]);
  });

  it('keeps what it holds when partly served ones are to keep theirs', async () => {
    const made = await hoarding();
    await allocateShipments(mall.ctx, { ...conditions, reallocatesPartly: false });
    expect(await standing([...made])).toMatchObject([
      { allocatedQty: 5, rule: 'held' },
      { allocatedQty: 0 },
    ]);
  });

  it('is served like others by a run with held orders', async () => {
    const made = await hoarding();
    await allocateShipments(mall.ctx, { ...conditions, includesHeld: true });
    expect(await standing([...made])).toMatchObject([{ allocatedQty: 0 }, { allocatedQty: 1 }]);
  });
});
