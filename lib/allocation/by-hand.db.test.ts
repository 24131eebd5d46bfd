import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { rows } from '@/db/rows';
import { dumpMall } from '@/db/testing-data';
import { inMall } from '@/lib/context';
import { allocateShipments, allocateThese } from './allocate';
import { deallocateShipments } from './deallocate';
import { splitShipments } from './split';
import { conditions, conditionsOf, freshMalls } from './testing';

const mall = freshMalls();
const { order, make, standing, reserved, partsOf, change } = mall;

describe('미할당주문나누기', () => {
  const splitting = { ...conditionsOf('by_row') };

  it('sends the served part on and keeps the rest waiting, in units and money', async () => {
    const [shipment] = await make([
      order('A-1', [
        [mall.goods.SHIRT, 7],
        [mall.goods.SOCKS, 2],
      ]),
    ]);
    await allocateShipments(mall.ctx, splitting);
    expect(await splitShipments(mall.ctx, [shipment])).toMatchObject({ split: 1, kept: 0 });
    const parts = await partsOf(shipment);
    expect(parts).toEqual([
      {
        stage: 'allocated',
        wantedQty: 7,
        allocatedQty: 7,
        amount: 70_000,
        group: shipment,
        rule: 'splitServed',
      },
      {
        stage: 'ready',
        wantedQty: 2,
        allocatedQty: 0,
        amount: 20_000,
        group: shipment,
        rule: 'splitRest',
      },
    ]);
  });

  it('does so for all with the run when told to', async () => {
    const [shipment] = await make([order('A-1', [[mall.goods.SHIRT, 7]])]);
    const result = await allocateShipments(mall.ctx, conditionsOf('all'));
    expect(result).toMatchObject({ partly: 1, split: 1 });
    expect((await partsOf(shipment)).map((part) => part.stage)).toEqual(['allocated', 'ready']);
  });

  it('splits nothing that is whole, unserved or unknown', async () => {
    const [whole, none] = await make([
      order('A-1', [[mall.goods.SHIRT, 5]]),
      order('A-2', [[mall.goods.SHIRT, 1]]),
    ]);
    await allocateShipments(mall.ctx, splitting);
    expect(await splitShipments(mall.ctx, [whole, none, 999_999])).toMatchObject({
      split: 0,
      kept: 3,
    });
  });
});

describe('by hand', () => {
  it('serves one shipment whole or not at all, wherever it stands in the line', async () => {
    const [first, last, big] = await make([
      order('A-1', [[mall.goods.SHIRT, 3]]),
      order('A-2', [[mall.goods.SHIRT, 3]]),
      order('A-3', [[mall.goods.SHIRT, 4]]),
    ]);
    expect(await allocateThese(mall.ctx, [last])).toMatchObject({ whole: 1 });
    expect(await allocateThese(mall.ctx, [big])).toMatchObject({ whole: 0, none: 1 });
    expect(await standing([first, last, big])).toMatchObject([
      { stage: 'ready', rule: null },
      { stage: 'allocated' },
      { stage: 'ready', rule: 'noneOfStock' },
    ]);
  });

  it('gives back all that was reserved, and leaves alone what the courier has', async () => {
    const [one, requested] = await make([
      order('A-1', [[mall.goods.SHIRT, 2]]),
      order('A-2', [[mall.goods.SHIRT, 2]]),
    ]);
    await allocateShipments(mall.ctx, conditions);
    await change(requested, sql`requested_export_id = 77`);
    expect(await deallocateShipments(mall.ctx, [one, requested])).toMatchObject({
      released: 1,
      kept: 1,
    });
    expect(await standing([one, requested])).toMatchObject([
      { stage: 'ready', allocatedQty: 0, rule: 'deallocated' },
      { stage: 'allocated', allocatedQty: 2 },
    ]);
    expect(await reserved()).toEqual([2, 0]);
  });

  it('has allocated nothing once all is given back', async () => {
    const made = await make([
      order('A-1', [[mall.goods.SHIRT, 2]]),
      order('A-2', [
        [mall.goods.SHIRT, 2],
        [mall.goods.SOCKS, 9],
      ]),
    ]);
    const before = await dumpMall(mall.ctx);
    await allocateShipments(mall.ctx, conditions);
    await deallocateShipments(mall.ctx, made);
    expect(await dumpMall(mall.ctx)).toEqual(before);
  });

  it('never reaches into another mall', async () => {
    const foreign = await inMall(mall.other, (tx) =>
      rows<{ id: number }>(tx, sql`select id from shipments where mall_id = ${mall.other.mallId}`),
    );
    const ids = foreign.map((row) => row.id);
    expect(await allocateThese(mall.ctx, ids)).toMatchObject({ whole: 0, none: 0 });
    expect(await deallocateShipments(mall.ctx, ids)).toMatchObject({ released: 0 });
    expect(await splitShipments(mall.ctx, ids)).toMatchObject({ split: 0 });
  });
});
