import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { allocateShipments, allocateThese } from './allocate';
import { deallocateShipments } from './deallocate';
import { splitShipments } from './split';
import { conditions, conditionsOf, freshMalls } from './testing';
import { undoAllocation } from './undo';

const mall = freshMalls();
const { order, make, standing, partsOf, decisionsOf, exactDump, change, shelve } = mall;

describe('undo', () => {
  it('puts every row back, and the reasons and last runs too', async () => {
    const made = await make([
      order('A-1', [[mall.goods.SHIRT, 6]]),
      order('A-2', [[mall.goods.SHIRT, 4]]),
      order('A-3', [
        [mall.goods.SHIRT, 3],
        [mall.goods.SOCKS, 1],
      ]),
    ]);
    await change(made[1] ?? 0, sql`last_run_id = 42, why = 201, why_values = '{7,1}'`);
    const before = await exactDump();
    const { runId } = await allocateShipments(mall.ctx, conditions);
    expect(await exactDump()).not.toEqual(before);
    expect(await undoAllocation(mall.ctx, runId)).toMatchObject({ restored: 2, kept: 0 });
    expect(await exactDump()).toEqual(before);
    await expect(undoAllocation(mall.ctx, runId)).rejects.toMatchObject({
      messageKey: 'errors.alreadyUndone',
    });
  });

  it('takes runs back one after the other, the last first', async () => {
    await make([
      order('A-1', [
        [mall.goods.SHIRT, 3],
        [mall.goods.SOCKS, 9],
      ]),
    ]);
    const start = await exactDump();
    const first = await allocateShipments(mall.ctx, conditions);
    const between = await exactDump();
    await make([order('A-2', [[mall.goods.SHIRT, 4]])]);
    const second = await allocateShipments(mall.ctx, conditions);
    await undoAllocation(mall.ctx, second.runId);
    expect((await exactDump()).stock).toEqual(between.stock);
    await undoAllocation(mall.ctx, first.runId);
    expect((await exactDump()).stock).toEqual(start.stock);
  });

  it('keeps what something touched since, and says what', async () => {
    const [one, two] = await make([
      order('A-1', [[mall.goods.SHIRT, 2]]),
      order('A-2', [[mall.goods.SHIRT, 2]]),
    ]);
    const { runId } = await allocateShipments(mall.ctx, conditions);
    await deallocateShipments(mall.ctx, [one]);
    const again = await allocateThese(mall.ctx, [one]);
    const undone = await undoAllocation(mall.ctx, runId);
    expect(undone).toMatchObject({ restored: 1, kept: 1 });
    expect(await standing([one, two])).toMatchObject([{ stage: 'allocated' }, { stage: 'ready' }]);
    expect(await decisionsOf(undone.runId)).toEqual([
      { shipmentId: one, rule: 'touchedSince', values: { run: again.runId } },
      { shipmentId: two, rule: 'restored', values: { run: runId } },
    ]);
  });

  it('keeps what the courier has been asked for', async () => {
    const [one] = await make([order('A-1', [[mall.goods.SHIRT, 2]])]);
    const { runId } = await allocateShipments(mall.ctx, conditions);
    await change(one, sql`requested_export_id = 77`);
    expect(await undoAllocation(mall.ctx, runId)).toMatchObject({ restored: 0, kept: 1 });
  });

  it('does not take stock that another one holds by now', async () => {
    const [hoarder] = await make([
      order('A-1', [
        [mall.goods.SHIRT, 3],
        [mall.goods.SOCKS, 9],
      ]),
    ]);
    await allocateShipments(mall.ctx, conditions);
    const taken = await deallocateShipments(mall.ctx, [hoarder]);
    const [thief] = await make([order('A-2', [[mall.goods.SHIRT, 4]])]);
    await allocateThese(mall.ctx, [thief]);
    const undone = await undoAllocation(mall.ctx, taken.runId);
    expect(undone).toMatchObject({ restored: 0, kept: 1 });
    expect(await decisionsOf(undone.runId)).toMatchObject([
      {
        rule: 'stockGone',
        values: { variant: mall.goods.SHIRT.variantId, needed: 3, available: 1 },
      },
    ]);
  });

  it('joins the parts of a split again, with the run that made them or alone', async () => {
    await make([
      order('A-1', [
        [mall.goods.SHIRT, 7],
        [mall.goods.SOCKS, 9],
      ]),
    ]);
    const before = await exactDump();
    const { runId } = await allocateShipments(mall.ctx, conditionsOf('all'));
    expect(await undoAllocation(mall.ctx, runId)).toMatchObject({ restored: 1, kept: 0 });
    expect(await exactDump()).toEqual(before);

    const allocation = await allocateShipments(mall.ctx, conditionsOf('by_row'));
    const between = await exactDump();
    const [{ id } = { id: 0 }] = between.shipments;
    const split = await splitShipments(mall.ctx, [id]);
    expect(await exactDump()).not.toEqual(between);
    await undoAllocation(mall.ctx, split.runId);
    expect(await exactDump()).toEqual(between);
    await undoAllocation(mall.ctx, allocation.runId);
    expect(await exactDump()).toEqual(before);
  });

  it('leaves both parts of a split when one of them was touched', async () => {
    const [shipment] = await make([order('A-1', [[mall.goods.SHIRT, 7]])]);
    const { runId } = await allocateShipments(mall.ctx, conditionsOf('all'));
    await shelve(mall.goods.SHIRT, 2);
    await allocateShipments(mall.ctx, conditions);
    const after = await exactDump();
    expect(await undoAllocation(mall.ctx, runId)).toMatchObject({ restored: 0, kept: 1 });
    expect(await exactDump()).toEqual(after);
    expect((await partsOf(shipment)).map((part) => part.stage)).toEqual(['allocated', 'allocated']);
  });

  it('keeps holding what was held or claimed in the part that comes back', async () => {
    const [shipment] = await make([
      order('A-1', [
        [mall.goods.SHIRT, 7],
        [mall.goods.SOCKS, 9],
      ]),
    ]);
    const { runId } = await allocateShipments(mall.ctx, conditionsOf('all'));
    const rest = (await exactDump()).shipments.find(({ id }) => id !== shipment);
    await change(rest?.id ?? 0, sql`hold_kinds = '{operator}'`);
    expect(await undoAllocation(mall.ctx, runId)).toMatchObject({ restored: 1 });
    expect((await exactDump()).shipments).toMatchObject([
      { id: shipment, hold_kinds: ['operator'] },
    ]);
  });
});
