import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { beforeAll, describe, expect, it } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { LabelContent, LabelPrinting } from './label';
import { renderLabels } from './render-labels';
import { renderPackingList, renderPickingList } from './render-lists';

/** Another program draws the PDF as a label printer would, and another library reads the bars. */
const printerDotsPerInch = 203;
const pointsPerInch = 72;

beforeAll(() => {
  const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  prepareZXingModule({ overrides: { wasmBinary: readFileSync(wasm).buffer as ArrayBuffer } });
});

const label: LabelContent = {
  sequenceNo: 7,
  courier: 'lotte',
  waybillNo: '317651308380',
  shipmentNo: '1000123',
  orderNo: '20261122-1 외 1건',
  channelName: '스마트스토어',
  sender: { name: '모아상점', phone: '02-000-0000', address: '서울특별시 강남구 테헤란로 1' },
  recipient: {
    name: '김펲시',
    phone: '02-123-4567',
    mobile: '010-1234-5678',
    postcode: '04524',
    address: '서울특별시 중구 세종대로 110 101동 1203호',
  },
  items: Array.from({ length: 30 }, (_, index) => ({ name: `똠방각하 ${index}`, quantity: 2 })),
  note: '문 앞에 놓아 주세요',
  freightTerm: 'collect',
  sorting: { code: '1G41-4', place: '강남A-김기사' },
};

describe('a printed label', { timeout: 30_000 }, () => {
  it.each([
    ['cj', '684809623814', 'Code128'],
    ['hanjin', '507897901630', 'ITF'],
    ['hanjin', '12345678901234', 'ITF'],
    ['lotte', '317651308380', 'Code128'],
    ['logen', '92816272404', 'Code128'],
    ['epost', '6890123456789', 'Code128'],
    ['epost', 'EE123456785KR', 'Code128'],
  ] as const)(
    'of %s carries %s in bars that another library reads as %s',
    async (courier, waybillNo, format) => {
      for (const size of ['100x150', '123x100'] as const) {
        const { bars } = await printed({ ...label, courier, waybillNo }, { size, kind: 'courier' });
        expect(bars).toEqual([{ format, text: waybillNo }]);
      }
    },
  );

  it.each([90, 180, 270] as const)('is whole when turned by %i and moved', async (rotation) => {
    const offset = { x: 1, y: -1 };
    const how = { size: '100x150', kind: 'courier', rotation, offset } as const;
    expect((await printed(label, how)).bars).toEqual([{ format: 'Code128', text: '317651308380' }]);
  });

  it('can be read by people: where to, what is in it, who pays', async () => {
    const { text } = await printed(label, { size: '100x150', kind: 'courier' });
    for (const part of [
      '롯데택배',
      '3176-5130-8380',
      '김펲시',
      '010-1234-5678',
      '(04524)',
      '1203호',
      '착불',
      '1G41-4',
      '똠방각하 0',
      '30종 60개',
      '배송번호 1000123',
      '#7',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toMatch(/외 \d+건/);
  });

  it('never cuts an address, however long: it is set smaller', async () => {
    const address = `서울특별시 중구 세종대로 110 ${'아주 긴 건물 이름 '.repeat(18)}1203호`;
    const long = { ...label, recipient: { ...label.recipient, address } };
    for (const size of ['100x150', '123x100'] as const) {
      const { text } = await printed(long, { size, kind: 'courier' });
      expect(text.replace(/\s/g, '')).toContain(address.replace(/\s/g, ''));
    }
  });

  it('cuts no option off a long name of goods: it takes more lines, and is set smaller', async () => {
    const name = `${'무료배송 특가 '.repeat(5)}오버핏 니트 조끼 색상=차콜, 사이즈=XL`;
    const few = Array.from({ length: 3 }, () => ({ name, quantity: 1 }));
    for (const size of ['100x150', '123x100'] as const) {
      const { text } = await printed({ ...label, items: few }, { size, kind: 'courier' });
      expect(text.replace(/\s/g, '').split('색상=차콜,사이즈=XL')).toHaveLength(4);
    }
  });

  it('shows the recipient masked on the part that stays with us', async () => {
    const { text } = await printed(label, { size: '123x100', kind: 'packing' });
    expect(text).toContain('김*시 010-1234-****');
    expect(text).toContain('포장용');
    expect(text).not.toContain('1G41-4');
  });
});

it('lists cut no option off, however long its name', {
  timeout: 30_000,
}, async () => {
  const name = '무료배송 특가 여성 오버핏 니트 조끼 '.repeat(6).trim();
  const option = '색상=차콜, 사이즈=XL, 각인=Merry Christmas and a Happy New Year 2027, 포장=선물';
  const row = { location: 'A-01', variantCode: 'V1', barcode: '88', quantity: 1, shipmentCount: 1 };
  const list = {
    title: 'Picking list',
    summary: '1 variant',
    leftOut: '2 parcels left out: on hold 2',
    headers: ['Location', 'Variant code', 'Product', 'Barcode', 'Parcels', 'Qty', 'Check'],
    printedAt: new Date(),
    rows: [{ ...row, name, option }],
  };
  const library = await PDFiumLibrary.init();
  const textOf = async (pdf: Readable) =>
    (await library.loadDocument(await buffer(pdf))).getPage(0).getText();
  const picking = await textOf(renderPickingList(list));
  // Its own words come with it, in the language of who asked.
  expect(await textOf(renderPickingList({ ...list, rows: [] }))).not.toMatch(/[가-힣]/);
  for (const word of [list.summary, list.leftOut, ...list.headers]) expect(picking).toContain(word);
  const words = { shipmentNo: 'Shipment', waybillNo: 'Waybill', noWaybill: 'None' };
  const parcel = { shipmentNo: '7', waybillNo: '', orderNo: 'A-1', channelName: 'Shop' };
  const who = { sequenceNo: 1, recipientName: 'Hong', note: '', memo: '' };
  const packing = await textOf(
    renderPackingList({
      summary: '',
      ...{ title: 'Packing list', words, leftOut: list.leftOut, printedAt: new Date() },
      shipments: [{ ...parcel, ...who, items: [{ ...row, name, option }] }],
    }),
  );
  expect(packing).toContain(list.leftOut);
  for (const text of [picking, packing])
    expect(text.replace(/\s/g, '')).toContain(option.replace(/\s/g, ''));
  library.destroy();
});

async function printed(content: LabelContent, how: LabelPrinting) {
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(await buffer(renderLabels([content], how)));
  const page = document.getPage(0);
  const text = page.getText();
  // Rendering closes the page: it comes last.
  const { data, width, height } = await page.render({
    scale: printerDotsPerInch / pointsPerInch,
    render: 'bitmap',
  });
  library.destroy();
  const image = { data: new Uint8ClampedArray(data), width, height, colorSpace: 'srgb' as const };
  const found = await readBarcodes(image, { formats: ['Code128', 'ITF'], tryHarder: true });
  return { text, bars: found.map(({ format, text: read }) => ({ format, text: read })) };
}
