import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LabelContent, LabelPrinting } from './label';
import { labelSizes, lacksSortingCode } from './label';
import { labelLayouts } from './label-layout';
import { grouped, itemsThatFit } from './label-parts';
import type { Box } from './pen';
import { renderLabels } from './render-labels';
import { renderPackingList, renderPickingList } from './render-lists';

const label: LabelContent = {
  sequenceNo: 7,
  courier: 'lotte',
  waybillNo: '317651308380',
  shipmentNo: '1000123',
  orderNo: '20261122-1 외 1건',
  channelName: '스마트스토어',
  sender: { name: '모아상점', phone: '02-000-0000', address: '서울특별시 강남구 테헤란로 1' },
  recipient: {
    name: '김하늘',
    phone: '02-123-4567',
    mobile: '010-1234-5678',
    postcode: '04524',
    address: '서울특별시 중구 세종대로 110 101동 1203호',
  },
  items: [{ name: '머그컵 하양', quantity: 2 }],
  note: '문 앞에 놓아 주세요',
  freightTerm: 'prepaid',
};
const printing: LabelPrinting = { size: '100x150', kind: 'courier' };

describe('renderLabels', () => {
  it.each([
    ['100x150', 0, [283.46, 425.2]],
    ['100x150', 90, [425.2, 283.46]],
    ['123x100', 0, [348.66, 283.46]],
    ['123x100', 270, [283.46, 348.66]],
  ] as const)('prints %s turned by %i on a page of that size', async (size, rotation, points) => {
    const pdf = await pdfOf([label], { ...printing, size, rotation });
    expect(pageSizes(pdf)).toEqual([points]);
  });

  it('gives each label a page, as often as copies are wanted', async () => {
    const labels = Array.from({ length: 45 }, () => label);
    expect(pageSizes(await pdfOf(labels, printing))).toHaveLength(45);
    expect(pageSizes(await pdfOf(labels.slice(0, 3), { ...printing, copies: 2 }))).toHaveLength(6);
  });

  it('refuses a courier label whose courier needs a sorting code, and prints it for packing', async () => {
    const unsorted: LabelContent = { ...label, courier: 'cj', waybillNo: '684809623814' };
    const sorted = { ...unsorted, sorting: { code: '1G41-4', place: '강남A' } };
    expect([label, unsorted, sorted].map(lacksSortingCode)).toEqual([false, true, false]);
    expect(() => renderLabels([label, unsorted], printing)).toThrow('684809623814');
    expect(pageSizes(await pdfOf([unsorted], { ...printing, kind: 'packing' }))).toHaveLength(1);
    expect(pageSizes(await pdfOf([sorted], printing))).toHaveLength(1);
  });

  it.each(['', '미출력'])('prints the others when %j has no bars', async (waybillNo) => {
    expect(pageSizes(await pdfOf([label, { ...label, waybillNo }], printing))).toHaveLength(2);
  });

  it('prints whatever people write', async () => {
    const texts = fc.array(fc.string({ unit: 'binary', maxLength: 200 }), {
      minLength: 1,
      maxLength: 20,
    });
    await fc.assert(
      fc.asyncProperty(texts, async (all) => {
        const labels = all.map((text) => ({ ...label, ...strangeParts(text) }));
        const pdf = await pdfOf(labels, { ...printing, size: '123x100' });
        expect(pageSizes(pdf)).toHaveLength(all.length);
      }),
      { numRuns: 5 },
    );
  });
});

describe('the layouts', () => {
  it.each(Object.entries(labelLayouts))(
    'of %s keep a margin, and no part lies on another',
    (size, layout) => {
      const { width, height } = labelSizes[size as keyof typeof labelSizes];
      const parts = Object.entries(layout);
      for (const [name, box] of parts) {
        expect(isWithin(box, { x: 3, y: 3, width: width - 6, height: height - 6 }), name).toBe(
          true,
        );
        const overlapped = parts.filter(([, other]) => other !== box && overlaps(box, other));
        expect(overlapped, name).toEqual([]);
      }
    },
  );
});

it('itemsThatFit keeps the last place for what is left out', () => {
  const items = Array.from({ length: 6 }, (_, index) => ({ name: String(index), quantity: 1 }));
  expect(itemsThatFit(items, 6)).toEqual({ shown: items, left: 0 });
  expect(itemsThatFit(items, 5)).toEqual({ shown: items.slice(0, 4), left: 2 });
});

it.each([
  ['684809623814', '6848-0962-3814'],
  ['92816272404', '9281-6272-404'],
  ['EE123456785KR', 'EE123456785KR'],
])('grouped writes %s as %s', (no, shown) => {
  expect(grouped(no)).toBe(shown);
});

describe('the lists', () => {
  const printedAt = new Date('2026-11-22T04:05:00Z');
  const picking = { title: '피킹리스트', summary: '품목 1종', leftOut: '', headers: [], printedAt };
  const words = { shipmentNo: '배송번호', waybillNo: '송장번호', noWaybill: '없음' };
  const item = {
    location: 'A-1',
    variantCode: 'MUG-W',
    name: '머그컵',
    option: '하양',
    quantity: 2,
  };

  it('run over as many A4 pages as they need, an empty one over one', async () => {
    const row = { ...item, barcode: '8800000000000', shipmentCount: 1 };
    const rows = Array.from({ length: 100 }, () => row);
    const long = await pdfBytes(renderPickingList({ ...picking, rows }));
    const empty = await pdfBytes(renderPickingList({ ...picking, rows: [] }));
    expect(pageSizes(long)).toEqual([a4, a4, a4]);
    expect(pageSizes(empty)).toEqual([a4]);
  });

  it('never tear a parcel over two pages, except one longer than a page', async () => {
    const parcel = {
      sequenceNo: 1,
      shipmentNo: '1000123',
      waybillNo: '317651308380',
      orderNo: '20261122-1',
      channelName: '스마트스토어',
      recipientName: '김*늘',
      note: '',
      memo: '사은품 확인',
      items: Array.from({ length: 22 }, () => item),
    };
    const huge = { ...parcel, items: Array.from({ length: 60 }, () => item) };
    const pages = async (shipments: (typeof parcel)[]) =>
      pageSizes(
        await pdfBytes(
          renderPackingList({
            title: '패킹리스트',
            summary: '배송 1건',
            words,
            leftOut: '',
            printedAt,
            shipments,
          }),
        ),
      );
    expect(await pages([parcel, parcel])).toHaveLength(2);
    expect(await pages([huge])).toHaveLength(2);
    expect(await pages([{ ...parcel, waybillNo: '' }])).toHaveLength(1);
  });
});

function strangeParts(text: string): Partial<LabelContent> {
  return {
    note: text,
    channelName: text,
    recipient: { ...label.recipient, name: text, address: text.repeat(5) },
    items: Array.from({ length: 40 }, () => ({ name: text, quantity: 1 })),
  };
}

const a4 = [595.28, 841.89];

function pdfOf(labels: LabelContent[], how: LabelPrinting): Promise<string> {
  return pdfBytes(renderLabels(labels, how));
}

async function pdfBytes(stream: NodeJS.ReadableStream): Promise<string> {
  return (await buffer(stream)).toString('latin1');
}

function pageSizes(pdf: string): number[][] {
  const boxes = pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g);
  return Array.from(boxes, ([, width, height]) => {
    return [width, height].map((points) => Math.round(Number(points) * 100) / 100);
  });
}

function isWithin(box: Box, outer: Box): boolean {
  return (
    box.x >= outer.x &&
    box.y >= outer.y &&
    box.x + box.width <= outer.x + outer.width &&
    box.y + box.height <= outer.y + outer.height
  );
}

function overlaps(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}
