import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { dumpMall, makeChannel, makeMall, makeVariants, TEST_NOW } from '@/db/testing-data';
import type { Ctx } from '@/lib/context';
import { readWholeFile } from '@/lib/files/open-file';
import { leasedTask } from '@/lib/leases/task';
import { courierTemplates } from '@/lib/sheets/formats/courier-templates';
import type { SheetTemplate } from '@/lib/sheets/formats/sheet-template';
import { readSheet } from '@/lib/sheets/reading/read-sheet';
import { pastExports } from '../exports/exports-screen';
import { exportWork, makeExport } from '../exports/make-export';
import { requestExport } from '../exports/request-export';
import { loadAll, makeAllocated } from '../testing-invoices';
import { previewTemplate } from './preview-template';
import { deleteTemplate, saveTemplate } from './save-template';
import { namedTemplate, templateChoices, templateSettings } from './templates';

const KEY = Buffer.alloc(32, 7).toString('base64');
const PASSWORD = '비번Pass!1234';

let database: TestDatabase;
let ctx: Ctx & { userId: number };
let otherMall: Ctx;
let otherBefore: unknown;
let shipmentId: number;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  const made = await makeMall();
  if (made.userId === null) throw new Error('Nobody works here.');
  ctx = { ...made, userId: made.userId };
  otherMall = await makeMall('남의 상회');
  await saveTemplate(otherMall, { courier: 'cj', template: ownTemplate });
  otherBefore = await dumpMall(otherMall);
  const variant = (await makeVariants(ctx, [{ code: 'V1', onHand: 50 }])).V1;
  const channelId = await makeChannel(ctx);
  const [parcel] = await makeAllocated(ctx, variant, [{ orderNo: 'A-1', channelId, qty: 2 }]);
  shipmentId = parcel?.shipmentId ?? 0;
});
afterEach(async () => {
  expect(await dumpMall(otherMall)).toEqual(otherBefore);
});

const ownTemplate: SheetTemplate = {
  koreanName: '우리 양식',
  rowPer: 'shipment',
  columns: [
    { header: '받는 이', value: 'recipientName' },
    { header: '관리번호', value: 'shipmentNo' },
    { header: '구분', value: { fixed: '일반' } },
    { header: '내용', value: { join: ['quantity', 'itemCode'], betweenFields: '×' } },
  ],
};

it('a file has the columns of the own template, in its order, under its names', async () => {
  const { id } = await saveTemplate(ctx, { courier: 'logen', template: ownTemplate });
  const sheet = await exportedWith(`own:${id}`);
  expect(sheet.headers).toEqual(['받는 이', '관리번호', '구분', '내용']);
  expect(sheet.rows[0]?.cells.slice(1)).toEqual([String(shipmentId), '일반', '2개×V1']);
});

it('what was asked for keeps its template, whatever becomes of that meanwhile', async () => {
  const { id } = await saveTemplate(ctx, { courier: 'logen', template: ownTemplate });
  const sheet = await exportedWith(`own:${id}`, async () => {
    const columns = [{ header: '다른 열', value: 'note' as const }];
    await saveTemplate(ctx, { id, courier: 'logen', template: { ...ownTemplate, columns } });
    await deleteTemplate(ctx, id);
  });
  expect(sheet.headers).toEqual(['받는 이', '관리번호', '구분', '내용']);
});

it('a copy of a built-in one stands beside it, and can be changed and taken away', async () => {
  const [builtIn] = courierTemplates;
  if (!builtIn) throw new Error('None is built in.');
  const template = { ...builtIn, koreanName: 'CJ 사본', rowPer: 'item' as const };
  const { id } = await saveTemplate(ctx, { courier: 'cj', template });
  await saveTemplate(ctx, { id, courier: 'cj', template: { ...template, koreanName: 'CJ 새벽' } });
  const own = (await templateSettings(ctx)).filter((setting) => !setting.isBuiltIn);
  expect(own).toMatchObject([{ koreanName: 'CJ 새벽', rowPer: 'item', courier: 'cj' }]);
  expect(own[0]?.columns).toEqual(builtIn.columns);
  await deleteTemplate(ctx, id);
  expect((await templateChoices(ctx)).map((choice) => choice.key)).toEqual(
    courierTemplates.map(({ key }) => key),
  );
});

it('a request kept by the name of a built-in one is called so in both languages', async () => {
  const [hanjin] = courierTemplates.filter(({ courier }) => courier === 'hanjin');
  await exportedWith(hanjin?.key ?? '');
  const [past] = await pastExports(ctx);
  expect(namedTemplate(past?.templateName ?? '')).toMatchObject({
    koreanName: '한진택배 접수 양식',
    englishName: 'Hanjin Express request file',
  });
  expect(namedTemplate('우리 양식').englishName).toBe('우리 양식');
});

it('two templates of one mall do not share a name, those of two malls may', async () => {
  await saveTemplate(ctx, { courier: 'cj', template: ownTemplate });
  await expect(
    saveTemplate(ctx, { courier: 'lotte', template: ownTemplate }),
  ).rejects.toMatchObject({ messageKey: 'templates.errors.nameTaken' });
});

it('nobody changes or takes away a template of another mall', async () => {
  const { id } = await saveTemplate(otherMall, {
    courier: 'cj',
    template: { ...ownTemplate, koreanName: '남의 것' },
  });
  otherBefore = await dumpMall(otherMall);
  const gone = { messageKey: 'errors.notFound' };
  await expect(deleteTemplate(ctx, id)).rejects.toMatchObject(gone);
  await expect(
    saveTemplate(ctx, { id, courier: 'cj', template: ownTemplate }),
  ).rejects.toMatchObject(gone);
});

it('previews real parcels, masked for whoever may not see personal data', async () => {
  const template = { ...ownTemplate, courier: 'cj' };
  const { headers, rows } = await previewTemplate(ctx, template);
  expect(headers).toEqual(['받는 이', '관리번호', '구분', '내용']);
  expect(rows).toHaveLength(1);
  expect(rows[0]?.[1]).toBe(String(shipmentId));
  expect(rows[0]?.[0]).not.toContain('*');
  const masked = await previewTemplate({ ...ctx, canSeePersonalData: false }, template);
  expect(masked.rows[0]?.[0]).toContain('*');
});

async function exportedWith(templateKey: string, meanwhile = async () => {}) {
  const load = await loadAll(ctx);
  await requestExport(
    ctx,
    {
      selection: load(),
      templateKey,
      format: 'xlsx',
      password: PASSWORD,
      reason: '출고',
      includesRequested: false,
    },
    KEY,
  );
  await meanwhile();
  const exporting = leasedTask({ name: 'export', work: exportWork, workers: 1 }, makeExport(KEY));
  await exporting.work(ctx, { clock: () => TEST_NOW, signal: new AbortController().signal });
  const [made] = await pastExports(ctx);
  const bytes = await readWholeFile(ctx, made?.fileId ?? 0);
  return readSheet(bytes, { maxRows: 100, password: PASSWORD });
}
