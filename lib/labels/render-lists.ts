import type { Readable } from 'node:stream';
import { barsOf } from './bars';
import type { PackingListContent, PackingListShipment, PickingListContent } from './list-content';
import { type ListColumn, ListPages, rowMm } from './list-pages';
import { drawInTurns, type OnTurn } from './pen';

/** A4 PDF: what to fetch from the shelves. */
export function renderPickingList(content: PickingListContent, onTurn?: OnTurn): Readable {
  const pages = new ListPages(content.title, content.printedAt);
  const drawHead = () => pages.row(pickingColumns, content.headers, { size: 8, bold: true });
  pages.headLine(content.summary, { size: 9 });
  drawLeftOut(pages, content);
  drawHead();
  const draw = (row: PickingListContent['rows'][number]) => {
    const { location, variantCode, barcode, shipmentCount, quantity } = row;
    const counts = [String(shipmentCount), String(quantity), '□'];
    const cells = [location, variantCode, row, barcode, ...counts];
    if (pages.makeRoom(pages.heightOf(pickingColumns, cells, goodsStyle))) drawHead();
    pages.row(pickingColumns, cells, goodsStyle);
  };
  return drawInTurns(pages.pen, content.rows, draw, onTurn);
}

/** A4 PDF: what goes into each parcel, never torn over two pages where it fits one. */
export function renderPackingList(content: PackingListContent, onTurn?: OnTurn): Readable {
  const pages = new ListPages(content.title, content.printedAt);
  pages.headLine(content.summary, { size: 9 });
  drawLeftOut(pages, content);
  const draw = (shipment: PackingListShipment) => drawShipment(pages, shipment, content.words);
  return drawInTurns(pages.pen, content.shipments, draw, onTurn);
}

function drawLeftOut(pages: ListPages, { leftOut }: { leftOut: string }) {
  if (leftOut) pages.headLine(leftOut, { size: 9, bold: true });
}

const goodsStyle = { size: 9 };

const wholeRow: readonly ListColumn[] = [{ width: 186 }];

const pickingColumns: readonly ListColumn[] = [
  { width: 20 },
  { width: 32 },
  { width: 66 },
  { width: 32 },
  { width: 13, align: 'right' },
  { width: 13, align: 'right', bold: true },
  { width: 10, align: 'right' },
];

const packingColumns: readonly ListColumn[] = [
  { width: 22 },
  { width: 36 },
  { width: 104 },
  { width: 14, align: 'right', bold: true },
  { width: 10, align: 'right' },
];

const packingHead: readonly ListColumn[] = [{ width: 18, bold: true }, { width: 100 }];

function drawShipment(
  pages: ListPages,
  shipment: PackingListShipment,
  words: PackingListContent['words'],
): void {
  const { sequenceNo, shipmentNo, waybillNo, orderNo, channelName, recipientName, items } =
    shipment;
  const remarks = [shipment.note, shipment.memo].filter(Boolean);
  const itemRows = items.map((item) => [
    item.location,
    item.variantCode,
    item,
    String(item.quantity),
    '□',
  ]);
  const heights = itemRows.map((cells) => pages.heightOf(packingColumns, cells, goodsStyle));
  const itemsMm = heights.reduce((sum, height) => sum + height, 0);
  pages.makeRoom(itemsMm + (remarks.length + 2) * rowMm + 4);
  const bars = barsOf(waybillNo, 'code128');
  if (bars) pages.pen.bars(pages.cornerBox(64, 10), bars);
  pages.row(packingHead, [`#${sequenceNo}`, `${orderNo} · ${channelName} · ${recipientName}`], {
    size: 10,
  });
  const numbers = [
    `${words.shipmentNo} ${shipmentNo}`,
    `${words.waybillNo} ${waybillNo || words.noWaybill}`,
  ];
  pages.row(packingHead, ['', numbers.join(' · ')], { size: 8 });
  for (const remark of remarks) pages.row(wholeRow, [`※ ${remark}`], { size: 9, bold: true });
  for (const [index, cells] of itemRows.entries()) {
    pages.makeRoom(heights[index] ?? rowMm);
    pages.row(packingColumns, cells, goodsStyle);
  }
  pages.gap(1);
  pages.rule();
  pages.gap(1);
}
