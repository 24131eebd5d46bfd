import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkInvariants } from '@/db/invariants';
import { oneRow, rows } from '@/db/rows';
import { domainTables, dumpMall, type StockedVariant } from '@/db/testing-data';
import { inMall } from '@/lib/context';
import { allocateShipments } from './allocate';
import { deallocateShipments } from './deallocate';
import { conditions, freshMalls } from './testing';
import { undoAllocation } from './undo';

const mall = freshMalls();
const RUNS = 8;

/** Shipments of one or two lines that want shirts or socks, more of them than there are. */
const wanted = fc.array(
  fc.array(
    fc.tuple(
      fc.constantFrom<('SHIRT' | 'SOCKS')[]>('SHIRT', 'SOCKS'),
      fc.integer({ min: 1, max: 4 }),
    ),
    {
      minLength: 1,
      maxLength: 2,
    },
  ),
  { minLength: 1, maxLength: 4 },
);
const policy = fc.record({
  servesPartly: fc.boolean(),
  splitting: fc.constantFrom('off' as const, 'by_row' as const),
});

let orderCount = 0;

it('what is given back after an allocation is what was there before it', async () => {
  await fc.assert(
    fc.asyncProperty(wanted, policy, async (shipments, how) => {
      await place(shipments);
      const before = await dumpMall(mall.ctx, domainTables);
      await allocateShipments(mall.ctx, { ...conditions, ...how });
      await checkInvariants();
      await deallocateShipments(mall.ctx, await openIds());
      expect(await dumpMall(mall.ctx, domainTables)).toEqual(before);
    }),
    { numRuns: RUNS },
  );
});

it('an undo leaves everything as it was, and doing it again comes to the same', async () => {
  await fc.assert(
    fc.asyncProperty(wanted, policy, async (shipments, how) => {
      await place(shipments);
      const before = await mall.exactDump();
      const first = await allocateShipments(mall.ctx, { ...conditions, ...how });
      const after = await dumpMall(mall.ctx, domainTables);
      await undoAllocation(mall.ctx, first.runId);
      expect(await mall.exactDump()).toEqual(before);
      const second = await allocateShipments(mall.ctx, { ...conditions, ...how });
      expect(await dumpMall(mall.ctx, domainTables)).toEqual(after);
      await undoAllocation(mall.ctx, second.runId);
    }),
    { numRuns: RUNS },
  );
});

it('splitting loses no unit and no money', async () => {
  await fc.assert(
    fc.asyncProperty(wanted, async (shipments) => {
      await place(shipments);
      const before = await mall.exactDump();
      const whole = await contents();
      const { runId } = await allocateShipments(mall.ctx, { ...conditions, splitting: 'all' });
      await checkInvariants();
      expect(await contents()).toEqual(whole);
      await undoAllocation(mall.ctx, runId);
      expect(await mall.exactDump()).toEqual(before);
    }),
    { numRuns: RUNS },
  );
});

async function place(shipments: ['SHIRT' | 'SOCKS', number][][]) {
  const orders = shipments.map((lines) =>
    mall.order(
      `L-${orderCount++}`,
      lines.map(([code, qty]): [StockedVariant, number] => [mall.goods[code], qty]),
    ),
  );
  await mall.make(orders);
}

async function openIds(): Promise<number[]> {
  const found = await inMall(mall.ctx, (tx) =>
    rows<{ id: number }>(
      tx,
      sql`select id from shipments where mall_id = ${mall.ctx.mallId} and is_open order by id`,
    ),
  );
  return found.map((shipment) => shipment.id);
}

function contents() {
  return inMall(mall.ctx, (tx) =>
    oneRow<{ qty: number; amount: number; shipmentQty: number; shipmentAmount: number }>(
      tx,
      sql`
      select sum(line.qty)::int as qty, sum(line.amount) as amount,
        (select sum(wanted_qty)::int from shipments where mall_id = ${mall.ctx.mallId}) as "shipmentQty",
        (select sum(amount) from shipments where mall_id = ${mall.ctx.mallId}) as "shipmentAmount"
      from shipment_lines line where line.mall_id = ${mall.ctx.mallId}`,
    ),
  );
}
