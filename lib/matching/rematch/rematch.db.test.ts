import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { systemDb } from '@/db/pools';
import { oneRow, rows, type Tx } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import {
  dumpMall,
  makeChannel,
  makeMall,
  makeVariants,
  type StockedVariant,
} from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { hold } from '@/lib/shipments/holds/hold';
import { collectedLine, collectedOrder, takeIn } from '@/lib/shipments/intake/testing-intake';
import { absorb } from '@/lib/shipments/parcels/move';
import { refreshShipments } from '@/lib/shipments/parcels/refresh';
import { startRun } from '@/lib/shipments/runs/runs';
import { setAllocation } from '@/lib/shipments/stock';
import { deleteMatches, editMatch } from '../edit-match';
import { matchShipments } from '../match';
import { matchByHand } from '../match-key';
import { changesOfMatch, rememberedMatches } from '../matches-screen';
import { heldForRematch, matchedLines } from '../screen';
import { vouchForLine, vouchForMatches } from '../vouch';
import { radiusOfMatches } from './radius';
import { keepAsPacked } from './settle-held';
import { undoMatching } from './undo';

let database: TestDatabase;
let ctx: Ctx;
let channelId: number;
type Code = 'RIGHT' | 'WRONG' | 'FROZEN';
let shelf: Record<Code, StockedVariant>;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  const other = await makeMall('남의 상회');
  await bring('A', await makeChannel(other), other);
  ctx = await makeMall();
  channelId = await makeChannel(ctx);
  shelf = await makeVariants(ctx, [
    { code: 'RIGHT', onHand: 50 },
    { code: 'WRONG', onHand: 50 },
    { code: 'FROZEN', onHand: 50, temperature: 'frozen' },
  ]);
});
afterEach(async () => {
  const foreign = await rows(
    systemDb(),
    sql`select from shipment_lines where mall_id <> ${ctx.mallId} and composition_id is not null
      and mall_id in (select id from malls where name = '남의 상회')`,
  );
  expect(foreign).toEqual([]);
});

/** One order of one line of the usual key. */
async function bring(orderNo: string, into = channelId, whose = ctx, option = '블랙 / L') {
  await takeIn(whose, into, [
    collectedOrder(orderNo, [collectedLine(`${orderNo}:1`, { quantity: 2, option })]),
  ]);
}

type Seen = {
  lineId: number;
  shipmentId: number;
  stage: string;
  holds: string[];
  code: string | null;
  allocated: number;
};

async function see(orderNo: string): Promise<Seen> {
  return inMall(ctx, (tx) =>
    oneRow<Seen>(
      tx,
      sql`
      select part.id as "lineId", shipment.id as "shipmentId", shipment.stage,
        shipment.hold_kinds as holds, part.allocated_qty as allocated,
        (select min(variant.variant_code) from composition_items item
          join variants variant on variant.mall_id = item.mall_id and variant.id = item.variant_id
          where item.mall_id = part.mall_id and item.composition_id = part.composition_id) as code
      from orders
      join order_lines line on line.mall_id = orders.mall_id and line.order_id = orders.id
      join shipment_lines part on part.mall_id = line.mall_id and part.order_line_id = line.id
      join shipments shipment
        on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
      where orders.mall_id = ${ctx.mallId} and orders.order_no = ${orderNo}`,
    ),
  );
}

const meaning = (code: Code) => [{ variantId: shelf[code].variantId, qty: 1 }];

async function matchAs(code: Code, orderNo: string, remember = true) {
  const { lineId } = await see(orderNo);
  return matchByHand(ctx, { lineId, items: meaning(code), remember });
}

/** As allocation and invoicing leave it. */
async function advance(orderNo: string, to: 'allocated' | 'invoiced' | 'shipped') {
  const { lineId, shipmentId } = await see(orderNo);
  await inMall(ctx, async (tx) => {
    await setAllocation(tx, ctx, [{ lineId, allocatedQty: 2 }]);
    await refreshShipments(tx, ctx, [shipmentId]);
    if (to === 'allocated') return;
    await number(tx, shipmentId);
  });
  if (to === 'shipped') await ship(shipmentId);
}

async function number(tx: Tx, shipmentId: number) {
  const waybillNo = `60000000${shipmentId}`;
  await tx.execute(sql`
    insert into waybills (mall_id, courier, waybill_no, shipment_id, source, state, issued_at)
    values (${ctx.mallId}, 'cj', ${waybillNo}, ${shipmentId}, 'typed', 'issued', now())`);
  await tx.execute(sql`
    update shipments set stage = 'invoiced', courier = 'cj', waybill_no = ${waybillNo}
    where mall_id = ${ctx.mallId} and id = ${shipmentId}`);
}

async function ship(shipmentId: number) {
  await inMall(ctx, async (tx) => {
    await tx.execute(sql`
      with goods as (
        update stock set on_hand = on_hand - 2, allocated = allocated - 2
        where mall_id = ${ctx.mallId} and variant_id = ${shelf.WRONG.variantId}
      ), moved as (
        insert into stock_movements (mall_id, variant_id, kind, qty, at)
        values (${ctx.mallId}, ${shelf.WRONG.variantId}, 'ship', -2, now())
      )
      insert into pushes (mall_id, shipment_id, channel_id, order_id, channel_unit_no, state,
        courier, waybill_no, due_at, created_at)
      select mall_id, id, channel_id, base_order_id, 'box', 'done', 'cj', waybill_no, now(), now()
      from shipments where mall_id = ${ctx.mallId} and id = ${shipmentId}`);
    await tx.execute(sql`
      update shipments set stage = 'shipped'
      where mall_id = ${ctx.mallId} and id = ${shipmentId}`);
  });
}

async function matchIdOf(): Promise<number> {
  const { id } = await inMall(ctx, (tx) =>
    oneRow<{ id: number }>(tx, sql`select id from matches where mall_id = ${ctx.mallId}`),
  );
  return id;
}

const everything = () =>
  dumpMall(ctx, ['shipments', 'shipment_lines', 'stock', 'matches', 'waybills']);

it('an edit reaches exactly what its radius said, gives stock back and holds what is invoiced', async () => {
  for (const orderNo of ['READY', 'ALLOCATED', 'INVOICED', 'ONE-OFF']) await bring(orderNo);
  await matchAs('FROZEN', 'ONE-OFF', false);
  await matchAs('WRONG', 'READY');
  await advance('ALLOCATED', 'allocated');
  await advance('INVOICED', 'invoiced');
  const matchId = await matchIdOf();
  const before = await everything();

  const radius = await radiusOfMatches(ctx, { matchIds: [matchId], deletes: false });
  expect(radius).toEqual({ lines: 3, shipments: 3, givenBack: 2, held: 1 });
  const done = await editMatch(ctx, { matchId, items: meaning('RIGHT'), rematch: true });
  expect(done).toMatchObject({ rematched: 2, givenBack: 2, held: 1 });

  expect(await see('READY')).toMatchObject({ stage: 'ready', code: 'RIGHT' });
  expect(await see('ALLOCATED')).toMatchObject({ stage: 'ready', code: 'RIGHT', allocated: 0 });
  expect(await see('INVOICED')).toMatchObject({
    ...{ stage: 'invoiced', code: 'WRONG', allocated: 2, holds: ['rematched'] },
  });
  expect(await see('ONE-OFF')).toMatchObject({ code: 'FROZEN' });

  expect(await undoMatching(ctx, done.runId)).toEqual({ undone: 2, kept: 0 });
  expect(await everything()).toEqual(before);
});

it('an edit for later orders alone leaves the open ones as they are', async () => {
  await bring('EARLIER');
  await matchAs('WRONG', 'EARLIER');
  const matchId = await matchIdOf();
  await editMatch(ctx, { matchId, items: meaning('RIGHT'), rematch: false });
  await bring('LATER');
  await matchShipments(ctx);
  expect([(await see('EARLIER')).code, (await see('LATER')).code]).toEqual(['WRONG', 'RIGHT']);
});

it('what has left is never matched again', async () => {
  await bring('LEFT');
  await matchAs('WRONG', 'LEFT');
  await advance('LEFT', 'shipped');
  const matchId = await matchIdOf();
  expect(await radiusOfMatches(ctx, { matchIds: [matchId], deletes: true })).toEqual({
    ...{ lines: 0, shipments: 0, givenBack: 0, held: 0 },
  });
  await editMatch(ctx, { matchId, items: meaning('RIGHT'), rematch: true });
  expect(await see('LEFT')).toMatchObject({ stage: 'shipped', code: 'WRONG' });
});

/** An order of which the line of the usual key was cancelled before anybody matched it. */
async function bringWithCancelled(orderNo: string) {
  const kept = collectedLine(`${orderNo}:1`, { option: '화이트 / M', quantity: 2 });
  const gone = collectedLine(`${orderNo}:2`, { option: '블랙 / L', quantity: 2 });
  await takeIn(ctx, channelId, [collectedOrder(orderNo, [kept, gone])]);
  const cancelled = { ...gone, cancelledQuantity: 2 };
  await takeIn(ctx, channelId, [collectedOrder(orderNo, [kept, cancelled])], {
    readAt: new Date(),
  });
  const [line] = await partsOf(orderNo);
  await matchByHand(ctx, { lineId: line?.id ?? 0, items: meaning('WRONG'), remember: true });
}

function partsOf(orderNo: string) {
  return inMall(ctx, (tx) =>
    rows<{ id: number; shipmentId: number; qty: number; compositionId: number | null }>(
      tx,
      sql`
      select part.id, part.shipment_id as "shipmentId", part.qty,
        part.composition_id as "compositionId"
      from orders
      join shipment_lines part on part.mall_id = orders.mall_id and part.order_id = orders.id
      where orders.mall_id = ${ctx.mallId} and orders.order_no = ${orderNo} order by part.id`,
    ),
  );
}

it('a decision on what was cancelled of a numbered parcel leaves the parcel as it is', async () => {
  await bringWithCancelled('NUMBERED');
  const [kept] = await partsOf('NUMBERED');
  const { id: lineId = 0, shipmentId = 0 } = kept ?? {};
  await inMall(ctx, async (tx) => {
    await setAllocation(tx, ctx, [{ lineId, allocatedQty: 2 }]);
    await refreshShipments(tx, ctx, [shipmentId]);
    await number(tx, shipmentId);
  });
  const before = await dumpMall(ctx, ['shipments']);
  await bring('WAITS');
  await matchAs('RIGHT', 'WAITS');
  const matchIds = await inMall(ctx, (tx) =>
    rows<{ id: number }>(
      tx,
      sql`select id from matches where mall_id = ${ctx.mallId} and option = '블랙 / L'`,
    ),
  );
  const matchId = matchIds[0]?.id ?? 0;
  expect(await radiusOfMatches(ctx, { matchIds: [matchId], deletes: false })).toMatchObject({
    ...{ lines: 1, held: 0 },
  });
  const { held } = await editMatch(ctx, { matchId, items: meaning('FROZEN'), rematch: true });
  expect(held).toBe(0);
  const numbered = (await dumpMall(ctx, ['shipments'])).shipments?.slice(0, 1);
  expect(numbered).toEqual(before.shipments?.slice(0, 1));
  const [, cancelled] = await partsOf('NUMBERED');
  const [waits] = await partsOf('WAITS');
  expect(cancelled).toMatchObject({ qty: 0, compositionId: waits?.compositionId });
});

it('a deleted match lets its lines wait again, and comes back whole with its undo', async () => {
  await bring('A-1');
  await matchAs('WRONG', 'A-1');
  await advance('A-1', 'allocated');
  const before = await everything();
  const matchIds = [await matchIdOf()];
  expect(await radiusOfMatches(ctx, { matchIds, deletes: true })).toMatchObject({ lines: 1 });
  const { runId } = await deleteMatches(ctx, { matchIds, rematch: true });
  expect(await see('A-1')).toMatchObject({ stage: 'unmatched', code: null, allocated: 0 });
  expect(await matchShipments(ctx)).toMatchObject({ lines: 0 });
  await undoMatching(ctx, runId);
  expect(await everything()).toEqual(before);
});

it('an undo restores the older match that the undone one replaced', async () => {
  await bring('A-1');
  await matchAs('WRONG', 'A-1');
  const before = await everything();
  const { runId } = await editMatch(ctx, {
    matchId: await matchIdOf(),
    items: meaning('RIGHT'),
    rematch: true,
  });
  await undoMatching(ctx, runId);
  expect(await everything()).toEqual(before);
  await bring('A-2');
  await matchShipments(ctx);
  expect((await see('A-2')).code).toBe('WRONG');
});

it('an undo leaves a match whose line was allocated since, and says so', async () => {
  await bring('A-1');
  const { runId } = await matchAs('WRONG', 'A-1');
  await editMatch(ctx, { matchId: await matchIdOf(), items: meaning('RIGHT'), rematch: true });
  await expect(undoMatching(ctx, runId)).rejects.toMatchObject({
    messageKey: 'match.errors.usedSince',
  });
});

it('an undo gives a line its stock again only while nobody else has it', async () => {
  await bring('A-1');
  await matchAs('WRONG', 'A-1');
  await advance('A-1', 'allocated');
  const edit = { matchId: await matchIdOf(), items: meaning('RIGHT'), rematch: true };
  const { runId } = await editMatch(ctx, edit);
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      with moved as (
        insert into stock_movements (mall_id, variant_id, kind, qty, at)
        values (${ctx.mallId}, ${shelf.WRONG.variantId}, 'adjust', -49, now())
      )
      update stock set on_hand = 1
      where mall_id = ${ctx.mallId} and variant_id = ${shelf.WRONG.variantId}`),
  );
  await undoMatching(ctx, runId);
  expect(await see('A-1')).toMatchObject({ stage: 'ready', code: 'WRONG', allocated: 0 });
});

async function bundled(codes: [Code, Code]) {
  await bring('BASE', channelId, ctx, '블랙');
  await bring('GUEST', channelId, ctx, '화이트');
  await matchAs(codes[0], 'BASE');
  await matchAs(codes[1], 'GUEST');
  const [base, guest] = [await see('BASE'), await see('GUEST')];
  await inMall(ctx, async (tx) => {
    const runId = await startRun(tx, ctx, 'bundle', {});
    const why = { rule: 200, values: [] };
    const sources = [{ id: guest.shipmentId, why }];
    await absorb(tx, ctx, [{ target: base.shipmentId, why, sources }], runId);
  });
  expect((await see('GUEST')).shipmentId).toBe(base.shipmentId);
  return { base, guest };
}

it('a bundle stays together where the new goods travel as the old ones did', async () => {
  const { base } = await bundled(['RIGHT', 'WRONG']);
  const { lineId } = await see('GUEST');
  await matchByHand(ctx, { lineId, items: meaning('RIGHT'), remember: true, rematch: true });
  expect(await see('GUEST')).toMatchObject({ shipmentId: base.shipmentId, code: 'RIGHT' });
});

it('a bundle comes apart where the new goods travel otherwise', async () => {
  const { base, guest } = await bundled(['RIGHT', 'WRONG']);
  await inMall(ctx, (tx) => hold(tx, ctx, [base.shipmentId], 'operator'));
  const { lineId } = await see('GUEST');
  const done = await matchByHand(ctx, {
    ...{ lineId, items: meaning('FROZEN'), remember: true, rematch: true },
  });
  expect(await see('GUEST')).toMatchObject({
    ...{ shipmentId: guest.shipmentId, code: 'FROZEN', stage: 'ready', holds: ['operator'] },
  });
  expect((await see('BASE')).shipmentId).toBe(base.shipmentId);
  expect(await undoMatching(ctx, done.runId)).toEqual({ undone: 1, kept: 0 });
  expect(await see('GUEST')).toMatchObject({ shipmentId: guest.shipmentId, code: 'WRONG' });
});

it('a bundle comes apart where a supplier sends the new goods', async () => {
  const { base, guest } = await bundled(['WRONG', 'WRONG']);
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      with supplier as (
        insert into suppliers (mall_id, name) values (${ctx.mallId}, '한빛상사') returning id
      ), supplied as (
        update variants set is_supplier_shipped = true
        where mall_id = ${ctx.mallId} and variant_code = 'RIGHT' returning product_id
      )
      update products set supplier_id = (select id from supplier)
      where mall_id = ${ctx.mallId} and id in (select product_id from supplied)`),
  );
  const { lineId } = await see('GUEST');
  await matchByHand(ctx, { lineId, items: meaning('RIGHT'), remember: true, rematch: true });
  expect(await see('GUEST')).toMatchObject({ shipmentId: guest.shipmentId, code: 'RIGHT' });
  expect((await see('BASE')).shipmentId).toBe(base.shipmentId);
});

it('an edit reaches the lines of another channel that have borrowed the match', async () => {
  const second = await makeChannel(ctx, { account: 'second' });
  await bring('OWN');
  await matchAs('WRONG', 'OWN');
  await bring('BORROWED', second);
  await matchShipments(ctx);
  const matchIds = [await matchIdOf()];
  expect(await radiusOfMatches(ctx, { matchIds, deletes: false })).toMatchObject({ lines: 2 });
  const edit = { matchId: matchIds[0] ?? 0, items: meaning('RIGHT'), rematch: true };
  await editMatch(ctx, edit);
  expect(await see('BORROWED')).toMatchObject({ code: 'RIGHT' });
});

it('no line that comes in while somebody decides is forgotten', async () => {
  await bring('FIRST');
  const collecting = Array.from({ length: 12 }, async (_, index) => {
    const orderNo = `LATER-${index}`;
    const { added } = await takeIn(ctx, channelId, [
      collectedOrder(orderNo, [collectedLine(`${orderNo}:1`)]),
    ]);
    await matchShipments(ctx, { orderIds: added });
  });
  await Promise.all([matchAs('RIGHT', 'FIRST'), ...collecting]);
  const waiting = await inMall(ctx, (tx) =>
    rows(tx, sql`select from shipments where mall_id = ${ctx.mallId} and stage = 'unmatched'`),
  );
  expect(waiting).toEqual([]);
});

it('two persons who decide on one key at once leave one answer', async () => {
  for (let count = 0; count < 6; count++) await bring(`A-${count}`);
  const { lineId } = await see('A-0');
  const decide = (code: Code) =>
    matchByHand(ctx, { lineId, items: meaning(code), remember: true, rematch: true }).catch(
      () => null,
    );
  await Promise.all([decide('RIGHT'), decide('WRONG'), decide('RIGHT'), decide('FROZEN')]);
  const answers = await inMall(ctx, (tx) =>
    rows(
      tx,
      sql`
      select distinct part.composition_id from shipment_lines part
      join matches match on match.mall_id = part.mall_id
        and match.composition_id = part.composition_id
      where part.mall_id = ${ctx.mallId}`,
    ),
  );
  expect(answers).toHaveLength(1);
});

async function heldForAnother(): Promise<Seen> {
  await bring('A-1');
  await matchAs('WRONG', 'A-1');
  await advance('A-1', 'invoiced');
  const edit = { matchId: await matchIdOf(), items: meaning('RIGHT'), rematch: true };
  await editMatch(ctx, edit);
  return see('A-1');
}

async function takeWaybill(shipmentId: number) {
  await inMall(ctx, async (tx) => {
    await tx.execute(sql`
      delete from waybills where mall_id = ${ctx.mallId} and shipment_id = ${shipmentId}`);
    await tx.execute(sql`
      update shipments set stage = 'allocated', courier = null, waybill_no = null
      where mall_id = ${ctx.mallId} and id = ${shipmentId}`);
  });
}

it('a held parcel gets its new meaning by 매칭처리 once its waybill is gone', async () => {
  const { shipmentId } = await heldForAnother();
  expect(await heldForRematch(ctx)).toMatchObject([
    { shipmentId, lines: [{ before: '상품 WRONG × 1', after: '상품 RIGHT × 1' }] },
  ]);
  await matchShipments(ctx);
  expect(await see('A-1')).toMatchObject({ code: 'WRONG', holds: ['rematched'] });
  await takeWaybill(shipmentId);
  expect(await matchShipments(ctx)).toMatchObject({ freed: 1 });
  expect(await see('A-1')).toMatchObject({ stage: 'ready', code: 'RIGHT', holds: [] });
  expect(await heldForRematch(ctx)).toEqual([]);
});

it('a held parcel leaves as it is once a person says so', async () => {
  const { shipmentId } = await heldForAnother();
  expect(await keepAsPacked(ctx, [shipmentId, 0])).toEqual({ shipments: 1, kept: 1 });
  expect(await see('A-1')).toMatchObject({ stage: 'invoiced', code: 'WRONG', holds: [] });
});

it('a match that looks odd is flagged until a person vouches for it, and its later lines too', async () => {
  await inMall(ctx, (tx) =>
    tx.execute(sql`update variants set price = 90000 where mall_id = ${ctx.mallId}`),
  );
  await bring('A-1');
  await matchAs('RIGHT', 'A-1');
  const flagged = async () => (await rememberedMatches(ctx, { show: 'odd' }, page)).total;
  const oddLines = async () => (await matchedLines(ctx, { onlyOdd: true }, page)).total;
  expect([await flagged(), await oddLines()]).toEqual([1, 1]);
  await vouchForMatches(ctx, [await matchIdOf()]);
  await bring('A-2');
  await matchShipments(ctx);
  expect((await see('A-2')).code).toBe('RIGHT');
  expect([await flagged(), await oddLines()]).toEqual([0, 0]);
});

it('one odd line is right once a person says so, and no other line with it', async () => {
  await inMall(ctx, (tx) =>
    tx.execute(sql`update variants set price = 90000 where mall_id = ${ctx.mallId}`),
  );
  await bring('A-1');
  await bring('A-2');
  await matchAs('RIGHT', 'A-1');
  const odd = async () => (await matchedLines(ctx, { onlyOdd: true }, page)).rows;
  const [line, other] = await odd();
  await vouchForLine(ctx, line?.shipmentLineId ?? 0);
  expect(await odd()).toEqual([other]);
  const foreigner = await makeMall('딴 상회');
  await vouchForLine(foreigner, other?.shipmentLineId ?? 0);
  expect(await odd()).toEqual([other]);
});

const page = { size: 20, at: 'first' } as const;

it('finds matches by what they mean and by who made them, and tells what became of each', async () => {
  await bring('A-1');
  await matchAs('WRONG', 'A-1');
  const matchId = await matchIdOf();
  await editMatch(ctx, { matchId, items: meaning('RIGHT'), rematch: true });
  const search = async (searchKind: 'variantCode' | 'operator' | 'option', word: string) =>
    (await rememberedMatches(ctx, { searchKind, word }, page)).rows.map((match) => match.id);
  expect(await search('variantCode', 'RIGHT')).toEqual([matchId]);
  expect(await search('variantCode', 'WRONG')).toEqual([]);
  expect(await search('operator', '김담당')).toEqual([matchId]);
  expect(await search('option', '블랙')).toEqual([matchId]);
  expect(await changesOfMatch(ctx, matchId)).toMatchObject([
    { operator: '김담당', before: 'WRONG × 1', after: 'RIGHT × 1' },
    { operator: '김담당', before: null, after: 'WRONG × 1' },
  ]);
});
