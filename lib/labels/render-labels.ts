import type { Readable } from 'node:stream';
import { courierOf } from '@/lib/couriers/registry';
import { barsOf } from './bars';
import { type LabelContent, type LabelPrinting, labelSizes, lacksSortingCode } from './label';
import { labelLayouts } from './label-layout';
import {
  drawFreight,
  drawItems,
  drawNote,
  drawRecipient,
  drawSender,
  drawSorting,
  drawStub,
  grouped,
} from './label-parts';
import { drawInTurns, type OnTurn, Pen } from './pen';

/**
 * A PDF with one page per label and copy, in the order given, drawn while it is read. Throws RangeError
 * for courier labels without the sorting code their courier needs.
 */
export function renderLabels(
  labels: readonly LabelContent[],
  printing: LabelPrinting,
  onTurn?: OnTurn,
): Readable {
  const lacking = printing.kind === 'courier' ? labels.find(lacksSortingCode) : undefined;
  if (lacking) throw new RangeError(`no sorting code for ${lacking.waybillNo}`);
  const pen = new Pen();
  const draw = (label: LabelContent) => {
    for (let copy = 0; copy < (printing.copies ?? 1); copy++) drawPage(pen, label, printing);
  };
  return drawInTurns(pen, labels, draw, onTurn);
}

function drawPage(pen: Pen, label: LabelContent, printing: LabelPrinting): void {
  const { width, height } = labelSizes[printing.size];
  const rotation = printing.rotation ?? 0;
  const { x, y } = printing.offset ?? { x: 0, y: 0 };
  const turned = rotation === 90 || rotation === 270;
  pen.addPage(turned ? height : width, turned ? width : height);
  const origins = { 0: [0, 0], 90: [height, 0], 180: [width, height], 270: [0, width] } as const;
  const [left, top] = origins[rotation];
  pen.within({ x: left + x, y: top + y, rotation }, () => drawLabel(pen, label, printing));
}

/** One such number is no reason to print none of the others. */
const NO_BARS = '바코드로 만들 수 없는 송장번호';

function drawLabel(pen: Pen, label: LabelContent, { size, kind }: LabelPrinting): void {
  const layout = labelLayouts[size];
  const { koreanName, barcode } = courierOf(label.courier);
  pen.text(layout.courier, koreanName, { size: 14, bold: true });
  drawFreight(pen, layout.freight, label);
  drawSorting(pen, layout.sorting, label, kind);
  const bars = barsOf(label.waybillNo, barcode);
  if (bars) pen.bars(layout.barcode, bars);
  else pen.text(layout.barcode, NO_BARS, { size: 14, bold: true, align: 'center' });
  pen.text(layout.waybillNo, grouped(label.waybillNo), { size: 13, bold: true, align: 'center' });
  drawRecipient(pen, layout.recipient, label);
  drawSender(pen, layout.sender, label);
  drawNote(pen, layout.note, label);
  drawItems(pen, layout.items, label);
  drawStub(pen, layout.stub, label);
}
