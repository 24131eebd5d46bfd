import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { rows } from '@/db/rows';
import { domainTables, dumpMall } from '@/db/testing-data';
import { inMall } from '@/lib/context';
import { allocateShipments, allocateThese } from './allocate';
import { deallocateShipments } from './deallocate';
import { allocateLine, deallocateLine } from './lines';
import { allocationDetail } from './shipment';
import { splitShipments } from './split';
import { conditions, conditionsOf, freshMalls } from './testing';
import { undoAllocation } from './undo';

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

describe('one line', () => {
  const lineIdsOf = async (shipmentId: number) =>
    (await allocationDetail(mall.ctx, shipmentId))?.lines.map((line) => line.id) ?? [];

  it('gets what is free, in part where there is no more, and the shipment says so', async () => {
    const { ctx, goods } = mall;
    const [id] = await make([
      order('A', [
        [goods.SHIRT, 9],
        [goods.SOCKS, 1],
      ]),
    ]);
    const before = await mall.exactDump();
    const [shirts = 0, socks = 0] = await lineIdsOf(id);
    const first = await allocateLine(ctx, shirts);
    expect(first.units).toBe(5);
    await expect(allocateLine(ctx, shirts)).rejects.toMatchObject({
      messageKey: 'allocate.errors.nothingFree',
    });
    const second = await allocateLine(ctx, socks);
    expect(await mall.reasonOf(id)).toEqual({
      rule: 'linesServed',
      values: { served: 6, wanted: 10 },
    });
    const detail = await allocationDetail(ctx, id);
    expect(detail?.decisions.map((row) => row.reason.values.served)).toEqual([6, 5]);
    expect(detail?.lines[0]).toMatchObject({
      allocatedQty: 5,
      items: [{ variantCode: 'SHIRT', qty: 1, freeQty: 0 }],
    });
    await undoAllocation(ctx, second.runId);
    await undoAllocation(ctx, first.runId);
    expect(await mall.exactDump()).toEqual(before);
  });

  it('makes its shipment whole or takes that back', async () => {
    const { ctx, goods } = mall;
    const [id] = await make([order('A', [[goods.SHIRT, 2]])]);
    const [line = 0] = await lineIdsOf(id);
    const before = await dumpMall(ctx, domainTables);
    await allocateLine(ctx, line);
    expect(await mall.standing([id])).toEqual([
      { stage: 'allocated', allocatedQty: 2, rule: 'whole' },
    ]);
    await deallocateLine(ctx, line);
    expect(await mall.standing([id])).toEqual([
      { stage: 'ready', allocatedQty: 0, rule: 'deallocated' },
    ]);
    expect(await dumpMall(ctx, domainTables)).toEqual(before);
  });

  it('is refused where its shipment must not be served, or belongs to another mall', async () => {
    const { ctx, goods, other } = mall;
    const [id] = await make([{ ...order('A', [[goods.SHIRT, 2]]), channelState: 'paid' }]);
    const [line = 0] = await lineIdsOf(id);
    await expect(allocateLine(ctx, line)).rejects.toMatchObject({
      messageKey: 'allocate.errors.lineLeftOut',
    });
    await expect(allocateLine(other, line)).rejects.toMatchObject({
      messageKey: 'errors.notFound',
    });
    expect(await allocationDetail(other, id)).toBeNull();
  });
});
