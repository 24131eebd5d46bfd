import { test as base, expect } from './browser';
import { type Judge, openJudge } from './judge';
import { installMoa, type Moa } from './moa';
import {
  collect,
  loadShipments,
  lookAndRun,
  numberFromRange,
  openStage,
  photograph,
  read,
  readableAt1280,
  shipAll,
  signIn,
} from './operator';
import { differingNumbers } from './panel';

const test = base.extend<{ moa: Moa; judge: Judge }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's names from here.
  moa: async ({}, use) => {
    const moa = await installMoa({ PORT: '3957' });
    await use(moa);
    await moa.remove();
  },
  judge: async ({ moa }, use) => {
    const judge = await openJudge(moa.dataDir);
    await use(judge);
    await judge.end();
  },
});

test('a cancel is agreed to, one turned down, and something else sent in exchange', async ({
  page,
  moa,
  judge,
}) => {
  await moa.control.makeOrders({
    count: 12,
    seed: 4,
    shops: ['coupang-daily'],
    acknowledgedShare: 1,
  });
  await signIn(page, moa.url);
  await collect(page);
  await openStage(page, '할당');
  await lookAndRun(page, '할당처리');
  await read(page, /건을 할당했습니다/);
  await loadShipments(page);
  await numberFromRange(page);
  const [agreed, turnedDown, exchanged] = await invoicedOrders(judge);
  for (const { orderNo } of [agreed, turnedDown])
    await moa.control.requestCancel({ marketplace: 'coupang', orderNo });
  await collect(page);

  await test.step('agreed to in the list', async () => {
    await page.goto(`${moa.url}/claims?kind=orderNo&word=${agreed.orderNo}`);
    await page.getByRole('checkbox', { name: '이 페이지 전체 선택' }).check();
    await page.getByRole('button', { name: '취소 승인 전송' }).click();
    const question = page.getByRole('alertdialog', { name: '취소 승인 전송' });
    await question.getByRole('button', { name: '취소 승인 전송' }).click();
    await read(page, /판매처에 답변 \d+건을 보냅니다/);
    await expect.poll(() => answers(judge)).toEqual(['approve_cancel done']);
    await expect(page.getByText('내역이 없습니다.')).toBeVisible({ timeout: 15_000 });
    await page.goto(`${moa.url}/orders/${agreed.orderId}`);
    await expect(page.getByRole('table', { name: '판매처 답변' })).toContainText('완료');
    await photograph(page, '클레임-주문상세');
  });

  await test.step('turned down on the order page', async () => {
    await page.goto(`${moa.url}/claims`);
    await photograph(page, '클레임-목록');
    const row = page.getByRole('row').filter({ hasText: turnedDown.orderNo }).first();
    const number = row.getByRole('link', { name: /^클레임 \d+ 상세$/ });
    const detail = page.getByRole('dialog');
    await number.press('Enter');
    await expect(detail).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(detail).toHaveCount(0);
    await row.getByRole('cell').last().click();
    await expect(detail.getByRole('link', { name: turnedDown.orderNo })).toBeVisible();
    await detail.getByRole('button', { name: '여기서만 거부' }).click();
    const here = page.getByRole('alertdialog', { name: '클레임 거부' });
    await expect(here).toContainText('판매처에는 알리지 않으니 판매자센터에서도 거부하세요.');
    await here.getByRole('button', { name: '닫기' }).click();
    await photograph(page, '클레임-상세');
    await page.goto(`${moa.url}/orders/${turnedDown.orderId}`);
    const claims = page.getByRole('region', { name: '클레임' });
    await claims.getByRole('button', { name: '이미 발송 전송' }).first().click();
    const question = page.getByRole('alertdialog', { name: '이미 발송 전송' });
    await expect(question).toContainText(turnedDown.waybillNo);
    await question.getByRole('button', { name: '이미 발송 전송' }).click();
    await read(page, /판매처에 답변 1건을 보냅니다/);
    await expect.poll(() => answers(judge)).toEqual(['approve_cancel done', 'reject_cancel done']);
    await page.goto(`${moa.url}/claims/answers`);
    await photograph(page, '클레임-답변');
  });

  const told = (await moa.control.journal()).filter(({ kind }) => kind === 'claim');
  expect(told.map(({ orderNo, waybillNo }) => [orderNo, waybillNo])).toEqual([
    [agreed.orderNo, null],
    [turnedDown.orderNo, turnedDown.waybillNo],
  ]);

  await test.step('exchanged after it has left, for an article that is searched for', async () => {
    await page.goto(`${moa.url}/orders/ship`);
    await shipAll(page);
    const hasLeft = async () =>
      (await moa.control.journal()).some(
        ({ kind, orderNo }) => kind === 'ship' && orderNo === exchanged.orderNo,
      );
    await expect.poll(hasLeft, { timeout: 60_000 }).toBe(true);
    await page.goto(`${moa.url}/orders/${exchanged.orderId}`);
    await expect(page.getByRole('button', { name: '배송취소' })).toBeVisible();
    await expect(page.getByText(new RegExp(`택배 ${exchanged.waybillNo}`))).toBeVisible();
    await page.getByRole('link', { name: '복수박스·재발송' }).click();
    const parcel = page.getByRole('dialog');
    await expect(parcel.getByRole('region', { name: '재발송' })).toBeVisible();
    const boxes = parcel.getByRole('region', { name: '복수박스' });
    await boxes.getByLabel('송장번호').fill(exchanged.waybillNo);
    await boxes.getByRole('button', { name: '상자 더하기' }).click();
    await expect(boxes.getByRole('alert')).toContainText('송장번호');
    await page.goto(`${moa.url}/orders/ship`);
    await moa.control.requestExchange({ marketplace: 'coupang', orderNo: exchanged.orderNo });
    await collect(page);
    await page.goto(`${moa.url}/claims?queue=exchange`);
    await page.getByRole('link', { name: /^클레임 \d+ 상세$/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: '교환 승인' }).click();
    const dialog = page.getByRole('dialog', { name: '교환 승인' });
    await dialog.getByRole('searchbox').fill('맨투맨');
    await dialog.getByRole('button', { name: '검색' }).click();
    await dialog.getByRole('table').getByRole('button').first().click();
    await photograph(page, '클레임-교환');
    await dialog.getByRole('button', { name: '교환 승인' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: '교환 승인' }).click();
    await read(page, /교환을 승인했습니다/);
    const sent = await judge.sql`select from claims where replacement_shipment_id is not null`;
    expect(sent).toHaveLength(1);
    const detail = page.getByRole('dialog');
    await detail.getByRole('button', { name: '입고', exact: true }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: '입고' }).click();
    await read(page, /정상 1개, 불량 0개를 입고했습니다/);
    await expect(detail.getByRole('button', { name: '교환 수거완료 전송' })).toBeVisible();
    await photograph(page, '클레임-교환상세');
  });

  await test.step('answers that are not taken stand among what waits, with their own list', async () => {
    await judge.sql`update claim_answers set state = 'failed', answer_message = 'overtaken'`;
    await page.goto(moa.url);
    const failed = page.getByRole('link', { name: /^답변 실패/ });
    await expect(failed.locator('[data-count="2"]')).toBeVisible();
    expect(await differingNumbers(page, moa.url)).toEqual([]);
    await page.goto(`${moa.url}/claims/answers?list=failed`);
    await readableAt1280(page, '판매처 답변');
    await judge.sql`
      insert into seller_notices (mall_id, kind, channel_id, order_line_id, reason, detail, ship_on,
        way, state, answer_message, due_at, created_at)
      select mall_id, 'delay', channel_id, id, 'preparing', '주문이 몰려 발송이 늦어지고 있습니다.',
        '2026-12-10', 'api', 'failed', '배송준비중 주문이 아닙니다.', now(), now()
      from order_lines order by id limit 5`;
    await page.goto(`${moa.url}/orders/notices`);
    await readableAt1280(page, '판매처 알림');
  });
});

type Invoiced = { orderId: number; orderNo: string; waybillNo: string };

/** Three orders, each alone in a parcel with a number and in one box of its marketplace. */
async function invoicedOrders({ sql }: Judge): Promise<[Invoiced, Invoiced, Invoiced]> {
  const [first, second, third] = await sql<Invoiced[]>`
    select orders.id::int as "orderId", orders.order_no as "orderNo",
      min(shipment.waybill_no) as "waybillNo"
    from shipments shipment
    join shipment_lines part on part.shipment_id = shipment.id
    join orders on orders.id = part.order_id
    join order_lines line on line.id = part.order_line_id
    where shipment.stage = 'invoiced'
      and not exists (select from shipment_lines other
        where other.shipment_id = shipment.id and other.order_id <> orders.id)
    group by orders.id, orders.order_no
    having count(distinct line.channel_unit_no) = 1 and count(distinct shipment.id) = 1
    order by orders.id limit 3`;
  if (!first || !second || !third) throw new Error('Too few orders have a number.');
  return [first, second, third];
}

async function answers({ sql }: Judge): Promise<string[]> {
  const found = await sql<{ verb: string; state: string }[]>`
    select verb, state from claim_answers order by id`;
  return found.map(({ verb, state }) => `${verb} ${state}`);
}
