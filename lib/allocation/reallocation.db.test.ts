import { describe, expect, it } from 'vitest';
import { dumpMall, TEST_NOW, type TestOrder } from '@/db/testing-data';
import { inMall } from '@/lib/context';
import { hold } from '@/lib/shipments/holds/hold';
import { allocateShipments } from './allocate';
import { previewAllocation } from './preview';
import { conditions, freshMalls } from './testing';

const mall = freshMalls();
const { order, make, standing, shelve } = mall;

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
