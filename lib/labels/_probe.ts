import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { waybillNoFromSerial } from '../couriers/waybill-range';
import type { LabelContent } from './label';
import { renderLabels } from './render-labels';
import { renderPackingList, renderPickingList } from './render-lists';

const couriers = ['cj', 'hanjin', 'lotte'] as const;
const names = ['김하늘', '이펲시', '남궁길동', '박똠방'];
const label = (i: number): LabelContent => {
  const courier = couriers[i % 3]!;
  return {
    sequenceNo: i + 1,
    courier,
    waybillNo: waybillNoFromSerial(courier, 68480962381 + i),
    shipmentNo: String(1000000 + i),
    orderNo: i % 4 ? `20261122${i}` : `20261122${i} 외 2건`,
    channelName: '스마트스토어',
    sender: {
      name: '모아상점',
      phone: '02-000-0000',
      address: '서울특별시 강남구 테헤란로 1, 모아빌딩 3층 물류팀',
    },
    recipient: {
      name: names[i % 4]!,
      phone: '02-123-4567',
      mobile: '010-1234-' + String(1000 + i),
      postcode: '04524',
      address: `서울특별시 중구 세종대로 ${110 + i} (태평로1가), 모아아파트 ${i}동 1203호 우편함 옆 무인택배함`,
    },
    items: Array.from({ length: 1 + (i % 9) }, (_, k) => ({
      name: `머그컵 세트 ${k} / 색상: 하양, 크기: 아주 큰 것 ${i}`,
      quantity: k + 1,
    })),
    note: i % 2 ? '문 앞에 놓아 주세요. 벨은 누르지 마시고 문자 남겨 주세요.' : '',
    freightTerm: i % 5 ? 'prepaid' : 'collect',
    sorting: { code: '1G41-4', place: '강남A-김기사-역삼2' },
  };
};
const labels = Array.from({ length: 500 }, (_, i) => label(i));
async function run(name: string, s: NodeJS.ReadableStream) {
  const t = performance.now();
  await pipeline(s, createWriteStream(`/tmp/fx/${name}.pdf`));
  console.log(
    name,
    Math.round(performance.now() - t),
    'ms',
    Math.round(process.memoryUsage().rss / 1e6),
    'MB',
  );
}
await run('labels', renderLabels(labels, { size: '100x150', kind: 'courier' }));
await run('labels2', renderLabels(labels.slice(0, 20), { size: '123x100', kind: 'packing' }));
for (const rotation of [90, 180, 270] as const)
  await run(
    'rot' + rotation,
    renderLabels(labels.slice(0, 2), {
      size: '100x150',
      kind: 'courier',
      rotation,
      offset: { x: 2, y: 1 },
    }),
  );
await run(
  'picking',
  renderPickingList({
    title: '피킹리스트',
    printedAt: new Date('2026-11-22T04:05:00Z'),
    rows: labels.slice(0, 120).map((l, i) => ({
      location: `A-${i}`,
      variantCode: `MUG-${i}`,
      barcode: '8801234567890',
      name: l.items[0]!.name,
      quantity: i,
      shipmentCount: i,
    })),
  }),
);
await run(
  'packing',
  renderPackingList({
    title: '패킹리스트',
    printedAt: new Date('2026-11-22T04:05:00Z'),
    shipments: labels.slice(0, 50).map((l) => ({
      sequenceNo: l.sequenceNo,
      shipmentNo: l.shipmentNo,
      waybillNo: l.waybillNo,
      orderNo: l.orderNo,
      channelName: l.channelName,
      recipientName: l.recipient.name,
      note: l.note,
      memo: l.sequenceNo % 3 ? '' : '사은품 확인',
      items: l.items.map((x, k) => ({
        location: `B-${k}`,
        variantCode: `V-${k}`,
        name: x.name,
        quantity: x.quantity,
      })),
    })),
  }),
);
