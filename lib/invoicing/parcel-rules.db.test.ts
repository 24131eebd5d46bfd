import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import {
  dumpMall,
  makeChannel,
  makeMall,
  makeVariants,
  type StockedVariant,
} from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { waybillNoFromSerial } from '@/lib/couriers/waybill-range';
import { addMemo, removeMemo } from '@/lib/orders/memos';
import {
  moveParcelRule,
  removeParcelRule,
  switchParcelRule,
} from '@/lib/settings/order-parcel-rules';
import { saveRemotePostcodes, saveUsualAccount } from '@/lib/settings/parcel-defaults';
import { ruleSettings } from '@/lib/settings/parcel-rules';
import { type GivenRule, saveParcelRule } from '@/lib/settings/save-parcel-rule';
import { holdByRules } from '@/lib/shipments/holds/hold-by-rules';
import { liftByHand } from '@/lib/shipments/holds/operator-hold';
import { parcelMarks } from '@/lib/shipments/lists/marks';
import { refreshShipments } from '@/lib/shipments/parcels/refresh';
import { previewExport } from './exports/preview-export';
import { requestExport } from './exports/request-export';
import { everyRow, type LoadFilter, type LoadSelection } from './load/load-rows';
import { dissolveWave, makeWave, waveChoices } from './load/waves';
import { chooseAccount } from './numbers/choose-account';
import { registerRange } from './numbers/register-range';
import { pickingList } from './prints/lists';
import { invoiceRules } from './reasons';
import { type InvoiceRow, invoiceScreen } from './screen';
import { holdByHand, loadAll, makeAccount, makeAllocated, standing } from './testing-invoices';

let database: TestDatabase;
let ctx: Ctx;
let otherMall: Ctx;
let otherBefore: unknown;
let variant: StockedVariant;
let frozen: StockedVariant;
let channels: [number, number];
let cj: number;
let lotte: number;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  [ctx, otherMall] = [await makeMall(), await makeMall('남의 상회')];
  channels = [await makeChannel(ctx), await makeChannel(ctx, { marketplace: '11st' })];
  const made = await makeVariants(ctx, [
    { code: 'V1', onHand: 500 },
    { code: 'ICE', onHand: 500 },
  ]);
  [variant, frozen] = [made.V1, made.ICE];
  await tag('ICE', '냉동');
  lotte = await makeAccount(ctx);
  cj = await makeAccount(ctx, {
    courier: 'hanjin',
    contract: 'H-1',
    from: waybillNoFromSerial('hanjin', 41_000_000_000),
    to: waybillNoFromSerial('hanjin', 41_000_000_099),
  });
  const otherChannel = await makeChannel(otherMall);
  const theirs = (await makeVariants(otherMall, [{ code: 'V1', onHand: 5 }])).V1;
  await makeAllocated(otherMall, theirs, [{ orderNo: 'A-1', channelId: otherChannel }]);
  const theirAccount = await makeAccount(otherMall);
  await saveParcelRule(otherMall, rule('남의 규칙', theirAccount, {}));
  otherBefore = await dumpMall(otherMall);
});
afterEach(async () => {
  expect(await dumpMall(otherMall)).toEqual(otherBefore);
});

describe('a load', () => {
  it('proposes what the first rule that fits says, and says which', async () => {
    await saveParcelRule(ctx, rule('냉동은 한진', cj, { tags: ['냉동'] }));
    await saveParcelRule(ctx, rule('11번가는 롯데', lotte, { channelIds: [channels[1]] }));
    await saveUsualAccount(ctx, cj);
    await makeAllocated(ctx, variant, [
      { orderNo: 'A', channelId: channels[0] },
      { orderNo: 'B', channelId: channels[1] },
    ]);
    await makeAllocated(ctx, frozen, [{ orderNo: 'C', channelId: channels[1] }]);
    expect(byOrder(await shown(await loaded()))).toEqual({
      A: ['usual', null],
      B: ['rule', '11번가는 롯데'],
      C: ['rule', '냉동은 한진'],
    });
  });

  it('proposes nothing without rules, and asks neither those turned off nor those taken away', async () => {
    await makeAllocated(ctx, variant, [{ orderNo: 'A', channelId: channels[0] }]);
    expect((await shown(await loaded())).map((row) => row.proposal)).toEqual([null]);
    await saveParcelRule(ctx, rule('꺼진 규칙', cj, {}));
    await saveParcelRule(ctx, rule('지운 규칙', cj, {}));
    await saveParcelRule(ctx, rule('남은 규칙', lotte, {}));
    const [off, gone] = (await ruleSettings(ctx)).courier;
    await switchParcelRule(ctx, { id: off?.id ?? 0, isActive: false });
    await removeParcelRule(ctx, gone?.id ?? 0);
    expect(byOrder(await shown(await loaded()))).toEqual({ A: ['rule', '남은 규칙'] });
  });

  it('asks the rules in the order that they were moved into', async () => {
    await saveParcelRule(ctx, rule('하나', lotte, {}));
    await saveParcelRule(ctx, rule('둘', cj, {}));
    await makeAllocated(ctx, variant, [{ orderNo: 'A', channelId: channels[0] }]);
    const [, second] = (await ruleSettings(ctx)).courier;
    await moveParcelRule(ctx, { id: second?.id ?? 0, by: 'up' });
    expect((await ruleSettings(ctx)).courier.map(({ name }) => name)).toEqual(['둘', '하나']);
    expect(byOrder(await shown(await loaded()))).toEqual({ A: ['rule', '둘'] });
  });

  it('knows Jeju and the islands, as the mall draws them, and filters by them', async () => {
    await saveParcelRule(ctx, rule('섬은 한진', cj, { regions: ['island'] }));
    const made = await makeAllocated(ctx, variant, [
      { orderNo: 'land', channelId: channels[0] },
      { orderNo: 'jeju', channelId: channels[0] },
      { orderNo: 'isle', channelId: channels[0] },
    ]);
    await moveTo(made[1]?.shipmentId, '63100');
    await moveTo(made[2]?.shipmentId, '40210');
    const select = await loaded();
    const ids = made.map(({ shipmentId }) => shipmentId);
    const regions = async () => {
      const marks = await parcelMarks(ctx, ids);
      return ids.map((id) => marks.get(id)?.region ?? null);
    };
    expect(await regions()).toEqual([null, 'jeju', 'island']);
    expect(await orderNos(select, { region: 'remote' })).toEqual(['isle', 'jeju']);
    expect(await orderNos(select, { region: 'mainland' })).toEqual(['land']);
    expect(await orderNos(select, { account: String(cj) })).toEqual(['isle']);
    expect(await orderNos(select, { account: 'none' })).toEqual(['jeju', 'land']);
    await saveRemotePostcodes(ctx, '40999 우리 섬');
    expect(await orderNos(await loaded(), { region: 'remote' })).toEqual(['jeju']);
    expect(await regions()).toEqual([null, 'jeju', null]);
  });

  it('tells 단품 from 복수 and 합포', async () => {
    const made = await makeAllocated(ctx, variant, [
      { orderNo: 'one', channelId: channels[0] },
      { orderNo: 'two', channelId: channels[0], qty: 2 },
      { orderNo: 'more', channelId: channels[0] },
      { orderNo: 'guest', channelId: channels[0] },
    ]);
    await putInto(made[3]?.shipmentId, made[2]?.shipmentId);
    const select = await loaded();
    expect(await orderNos(select, { size: 'single' })).toContain('one');
    expect(await orderNos(select, { size: 'several' })).toEqual(['two']);
    expect(await orderNos(select, { size: 'bundle' })).toEqual(['more']);
  });
});

describe('배송업체 변경', () => {
  it('wins over the rules for the chosen rows alone, also when they are loaded again', async () => {
    await saveParcelRule(ctx, rule('모두 롯데', lotte, {}));
    await makeAllocated(ctx, variant, [
      { orderNo: 'A', channelId: channels[0] },
      { orderNo: 'B', channelId: channels[0] },
    ]);
    const chosen = (await loaded())('1');
    expect(await chooseAccount(ctx, chosen, cj)).toMatchObject({ changed: 1, kept: 0 });
    expect(await proposed(chosen.loadId)).toBe(2);
    const select = await loaded();
    expect(byOrder(await shown(select))).toEqual({
      A: ['person', '모두 롯데'],
      B: ['rule', '모두 롯데'],
    });
    expect(await orderNos(select, { account: String(cj) })).toEqual(['A']);
    expect(await chooseAccount(ctx, select(), null)).toMatchObject({ changed: 1, kept: 1 });
    expect(await orderNos(select, { account: String(cj) })).toEqual([]);
  });

  it('leaves what has its number, and takes no contract of another mall', async () => {
    await makeAllocated(ctx, variant, [{ orderNo: 'A', channelId: channels[0] }]);
    const chosen = (await loaded())();
    await registerRange(ctx, { selection: chosen, courierAccountId: lotte });
    expect(await chooseAccount(ctx, chosen, cj)).toMatchObject({ changed: 0, kept: 1 });
    const theirs = (await ruleSettings(otherMall)).accounts[0]?.id ?? 0;
    await expect(chooseAccount(ctx, chosen, theirs)).rejects.toMatchObject({
      messageKey: 'errors.notFound',
    });
  });
});

describe('송장범위관리 as proposed', () => {
  it('gives each row a number of its own contract, and none without one', async () => {
    await saveParcelRule(ctx, rule('냉동은 한진', cj, { tags: ['냉동'] }));
    await saveParcelRule(ctx, rule('11번가는 롯데', lotte, { channelIds: [channels[1]] }));
    const ice = await makeAllocated(ctx, frozen, [{ orderNo: 'C', channelId: channels[0] }]);
    const dry = await makeAllocated(ctx, variant, [
      { orderNo: 'B', channelId: channels[1] },
      { orderNo: 'A', channelId: channels[0] },
    ]);
    const select = await loaded();
    const given = { selection: select(), courierAccountId: null, print: packing };
    expect(await registerRange(ctx, given)).toMatchObject({
      numbered: 2,
      refused: 1,
      printed: 2,
      failedAccounts: '',
    });
    const ids = [...ice, ...dry].map(({ shipmentId }) => shipmentId);
    expect((await standing(ctx, ids)).map(({ courier, why }) => [courier, why])).toEqual([
      ['hanjin', invoiceRules.fromRange],
      ['lotte', invoiceRules.fromRange],
      [null, invoiceRules.noProposal],
    ]);
  });

  it('goes on with the other contracts where one has no numbers left, and names it', async () => {
    const only = waybillNoFromSerial('lotte', 55_000_000_000);
    const empty = await makeAccount(ctx, { contract: 'C-2', from: only, to: only });
    await saveParcelRule(ctx, rule('11번가', empty, { channelIds: [channels[1]] }));
    await saveUsualAccount(ctx, cj);
    await makeAllocated(ctx, variant, [
      { orderNo: 'A', channelId: channels[0] },
      { orderNo: 'B', channelId: channels[1] },
      { orderNo: 'C', channelId: channels[1] },
    ]);
    const given = { selection: (await loaded())(), courierAccountId: null, print: packing };
    expect(await registerRange(ctx, given)).toMatchObject({
      numbered: 1,
      failedAccounts: '롯데 계약',
    });
  });
});

describe('차수', () => {
  it('is numbered within the day, and holds what was free then and nothing later', async () => {
    const made = await makeAllocated(ctx, variant, [
      { orderNo: 'A', channelId: channels[0] },
      { orderNo: 'B', channelId: channels[0] },
      { orderNo: 'held', channelId: channels[0] },
    ]);
    await holdByHand(ctx, made[2]?.shipmentId ?? 0);
    const select = await loaded();
    expect(await makeWave(ctx, select('1'))).toMatchObject({ no: 1, taken: 1, kept: 0 });
    const { waveId, ...second } = await makeWave(ctx, select());
    expect(second).toEqual({ no: 2, taken: 1, kept: 2 });
    await makeAllocated(ctx, variant, [{ orderNo: 'late', channelId: channels[0] }]);
    expect(await orderNos(await loaded(), { wave: String(waveId) })).toEqual(['B']);
    expect(await orderNos(await loaded(), { wave: 'none' })).toEqual(['late', 'held']);
    await expect(makeWave(ctx, select('1'))).rejects.toMatchObject({
      messageKey: 'invoice.wave.nothing',
    });
    expect((await waveChoices(ctx)).map(({ no, parcelCount }) => [no, parcelCount])).toEqual([
      [2, 1],
      [1, 1],
    ]);
    const tomorrow = { ...ctx, now: new Date('2026-03-03T00:30:00Z') };
    expect((await makeWave(tomorrow, (await loaded())())).no).toBe(1);
  });

  it('is picked and printed by itself, and its parcels can be let go again', async () => {
    await makeAllocated(ctx, variant, [
      { orderNo: 'A', channelId: channels[0], qty: 2 },
      { orderNo: 'B', channelId: channels[0] },
    ]);
    const select = await loaded();
    const { waveId } = await makeWave(ctx, select('1'));
    const ofWave = { ...select(), filter: { ...everyRow, wave: String(waveId) } };
    expect((await pickingList(ctx, ofWave)).rows.map(({ quantity }) => quantity)).toEqual([2]);
    const given = { selection: ofWave, courierAccountId: lotte, print: packing };
    expect(await registerRange(ctx, given)).toMatchObject({ numbered: 1, printed: 1 });
    expect(await dissolveWave(ctx, waveId)).toMatchObject({ no: 1 });
    expect(await orderNos(select, { wave: 'none' })).toEqual(['B', 'A']);
    await expect(dissolveWave(otherMall, waveId)).rejects.toMatchObject({
      messageKey: 'errors.notFound',
    });
  });
});

describe('보류 규칙', () => {
  const holdRule = (name: string, conditions: GivenRule['conditions'], newPeople: string[] = []) =>
    saveParcelRule(ctx, { ...rule(name, 0, conditions), kind: 'hold', newPeople });

  it('holds a new parcel under the name of the first rule that fits, once', async () => {
    await holdRule('큰 금액은 확인', { amountFrom: 1 });
    await holdRule('모두 확인', {});
    const made = await makeAllocated(later(), variant, [
      { orderNo: 'A', channelId: channels[0] },
      { orderNo: 'B', channelId: channels[1] },
    ]);
    const [first = 0, second = 0] = made.map(({ shipmentId }) => shipmentId);
    expect(await holdByRules(later())).toEqual({ held: 2 });
    expect(await holdsOf([first, second])).toEqual([
      [['rule'], '큰 금액은 확인'],
      [['rule'], '큰 금액은 확인'],
    ]);
    await liftByHand(ctx, [first]);
    expect(await holdByRules(later())).toEqual({ held: 0 });
    expect(await holdsOf([first, second])).toEqual([
      [[], ''],
      [['rule'], '큰 금액은 확인'],
    ]);
    const given = { selection: (await loaded())(), courierAccountId: lotte, print: packing };
    expect(await registerRange(ctx, given)).toMatchObject({ numbered: 1, refused: 1 });
  });

  it('is refused where no parcel could ever fit', async () => {
    const backwards = { amountFrom: 300_000, amountTo: 100 };
    await expect(holdRule('거꾸로', backwards)).rejects.toMatchObject({
      messageKey: 'rules.errors.range',
      values: { what: 'amount' },
    });
    expect((await ruleSettings(ctx)).hold).toEqual([]);
  });

  it('leaves what came before the rule was made', async () => {
    await makeAllocated(ctx, variant, [{ orderNo: 'A', channelId: channels[0] }]);
    await saveParcelRule(later(), { ...rule('모두', 0, {}), kind: 'hold' });
    expect(await holdByRules(later())).toEqual({ held: 0 });
  });

  it('knows a person by name or phone and stores neither', async () => {
    await holdRule('주의', {}, ['홍길순', '010-9999-8888']);
    await makeAllocated(later(), variant, [{ orderNo: 'A', channelId: channels[0] }]);
    expect(await holdByRules(later())).toEqual({ held: 1 });
    const [saved] = (await ruleSettings(ctx)).hold;
    expect(saved?.conditions.people?.map(({ shown }) => shown)).toEqual(['홍*순', '010-****-8888']);
    expect(JSON.stringify(saved)).not.toContain('홍길순');
    const { id, name } = saved ?? { id: 0, name: '' };
    const kept = saved?.conditions.people?.slice(1).map(({ key }) => key) ?? [];
    const edited = { ...rule(name, 0, {}), kind: 'hold' as const, id, keptPeople: kept };
    await saveParcelRule(ctx, edited);
    const [after] = (await ruleSettings(ctx)).hold;
    expect(after?.conditions.people?.map(({ shown }) => shown)).toEqual(['010-****-8888']);
    await expect(holdRule('안심번호', {}, ['0502-123-4567'])).rejects.toMatchObject({
      messageKey: 'rules.errors.person',
    });
  });
});

const later = (): Ctx => ({ ...ctx, now: new Date(ctx.now.getTime() + 60_000) });

it('엑셀요청 leaves out what is to go with another courier than the template', async () => {
  await saveParcelRule(ctx, rule('냉동은 한진', cj, { tags: ['냉동'] }));
  const ice = await makeAllocated(ctx, frozen, [{ orderNo: 'C', channelId: channels[0] }]);
  const dry = await makeAllocated(ctx, variant, [{ orderNo: 'A', channelId: channels[0] }]);
  const selection = (await loaded())();
  const wish = { selection, templateKey: 'lotte', includesRequested: false, onlyProposed: true };
  expect(await previewExport(ctx, wish)).toEqual({
    shipments: 1,
    rowCount: 1,
    leftOut: [{ reason: 'otherCourier', count: 1 }],
  });
  const { requested } = await requestExport(
    { ...ctx, userId: ctx.userId ?? 0 },
    { ...wish, format: 'xlsx', password: 'secret1', reason: '출고' },
    Buffer.alloc(32, 1).toString('base64'),
  );
  expect(requested).toBe(1);
  const [left, taken] = await standing(ctx, [ice[0]?.shipmentId ?? 0, dry[0]?.shipmentId ?? 0]);
  expect(left?.requestedExportId).toBeNull();
  expect(taken?.requestedExportId).not.toBeNull();
});

it('marks a parcel by the memos of all its orders, without phones for who may not see them', async () => {
  const made = await makeAllocated(ctx, variant, [
    { orderNo: 'noted', channelId: channels[0] },
    { orderNo: 'guest', channelId: channels[0] },
    { orderNo: 'plain', channelId: channels[0] },
  ]);
  const [noted, guest, plain] = made;
  await addMemo(ctx, { orderId: noted?.orderId ?? 0, kind: 'order', text: '두 겹 포장' });
  const call = { orderId: guest?.orderId ?? 0, kind: 'cs', text: '010-2345-6789로 전화' } as const;
  await addMemo(ctx, call);
  const gone = await addMemo(ctx, { ...call, orderId: plain?.orderId ?? 0 });
  await removeMemo(ctx, gone.memoId);
  await putInto(guest?.shipmentId, noted?.shipmentId);
  const ids = made.map(({ shipmentId }) => shipmentId);
  const marks = await parcelMarks({ ...ctx, canSeePersonalData: false }, ids);
  expect([...marks]).toEqual([
    [
      noted?.shipmentId,
      {
        region: null,
        delayedTo: null,
        memos: [
          { kind: 'order', text: '두 겹 포장' },
          { kind: 'cs', text: '010-****-6789로 전화' },
        ],
      },
    ],
  ]);
  expect((await parcelMarks(otherMall, ids)).size).toBe(0);
});

const packing = { kind: 'packing', printerId: null } as const;

function rule(name: string, accountId: number, conditions: GivenRule['conditions']): GivenRule {
  const given = { kind: 'courier', name, conditions, courierAccountId: accountId } as const;
  return { ...given, newPeople: [], keptPeople: [] };
}

const holdsOf = async (ids: number[]) => {
  const found = await inMall(ctx, (tx) =>
    rows<{ kinds: string[]; note: string }>(
      tx,
      sql`
      select hold_kinds as kinds, coalesce(hold_notes->>'rule', '') as note from shipments
      where mall_id = ${ctx.mallId} and id = any(${sql.param(ids)}::bigint[]) order by id`,
    ),
  );
  return found.map(({ kinds, note }) => [kinds, note]);
};

type Select = (box?: string) => LoadSelection;

const loaded = (): Promise<Select> => loadAll(ctx);

async function shown(select: Select, filter: Partial<LoadFilter> = {}): Promise<InvoiceRow[]> {
  const request = { size: 20, at: 'first' } as const;
  const screen = await invoiceScreen(ctx, select().loadId, { ...everyRow, ...filter }, request);
  return screen?.page.rows ?? [];
}

async function proposed(loadId: number) {
  const screen = await invoiceScreen(ctx, loadId, everyRow, { size: 20, at: 'first' });
  return screen?.summary.proposed;
}

const orderNos = async (select: Select, filter: Partial<LoadFilter>) =>
  (await shown(select, filter)).map((row) => row.orderNo);

const byOrder = (rows: InvoiceRow[]) =>
  Object.fromEntries(
    rows.map(({ orderNo, proposal }) => [orderNo, proposal && [proposal.by, proposal.ruleName]]),
  );

const change = (statement: ReturnType<typeof sql>) => inMall(ctx, (tx) => tx.execute(statement));

const tag = (code: string, name: string) =>
  change(sql`
    update variants set tags = array[${name}]
    where mall_id = ${ctx.mallId} and variant_code = ${code}`);

const moveTo = (shipmentId = 0, postcode: string) =>
  change(sql`
    update recipients set postcode = ${postcode}
    where mall_id = ${ctx.mallId} and id = (select recipient_id from shipments
      where mall_id = ${ctx.mallId} and id = ${shipmentId})`);

/** As bundling leaves them: the guest's lines lie in the base's parcel. */
async function putInto(guest = 0, base = 0) {
  await change(sql`
    update shipment_lines set shipment_id = ${base}
    where mall_id = ${ctx.mallId} and shipment_id = ${guest}`);
  await change(sql`
    update shipments set stage = 'absorbed', absorbed_by = ${base}, wanted_qty = 0,
      allocated_qty = 0, amount = 0
    where mall_id = ${ctx.mallId} and id = ${guest}`);
  await inMall(ctx, (tx) => refreshShipments(tx, ctx, [base]));
}
