import { maskName } from '@/lib/recipients/mask';
import { hideLastDigits } from './hide-last-digits';
import type { LabelContent, LabelItem, LabelPrinting } from './label';
import type { Box, Pen } from './pen';

const lineMm = 4.4;
const smallLineMm = 3.6;
const MAX_ITEM_LINES = 4;

export function drawFreight(pen: Pen, box: Box, { freightTerm }: LabelContent): void {
  pen.frame(box);
  const text = freightTerm === 'prepaid' ? '선불' : '착불';
  pen.text({ ...box, y: box.y + 0.7 }, text, { size: 12, bold: true, align: 'center' });
}

/** The courier's sorting code in big type, or what the label is for. */
export function drawSorting(
  pen: Pen,
  box: Box,
  { sorting }: LabelContent,
  kind: LabelPrinting['kind'],
): void {
  if (kind === 'packing') {
    pen.text(box, '포장용', { size: 24, bold: true, align: 'center', maxLines: 1 });
  } else if (sorting) {
    const codeBox = { ...box, width: box.width * 0.6 };
    const placeBox = { ...box, x: box.x + codeBox.width, y: box.y + 3, width: box.width * 0.4 };
    pen.text(codeBox, sorting.code, { size: 30, bold: true, maxLines: 1 });
    pen.text(placeBox, sorting.place, { size: 10, align: 'right', maxLines: 2 });
  }
}

export function drawRecipient(pen: Pen, box: Box, { recipient }: LabelContent): void {
  pen.frame(box);
  const inner = inset(box);
  const phones = [recipient.mobile, recipient.phone].filter(Boolean).join('  ');
  pen.text({ ...inner, width: 10 }, '받는분', { size: 8 });
  const nameBox = { ...inner, x: inner.x + 11, width: inner.width - 11 };
  let y =
    inner.y + pen.text(nameBox, recipient.name, { size: 14, bold: true, maxLines: 1, minSize: 7 });
  y += pen.text(below(inner, y), phones, { size: 11, maxLines: 1, minSize: 7 });
  const address = [recipient.postcode && `(${recipient.postcode})`, recipient.address];
  pen.text(below(inner, y), address.filter(Boolean).join(' '), {
    size: 12,
    bold: true,
    minSize: 6,
  });
}

export function drawSender(pen: Pen, box: Box, { sender }: LabelContent): void {
  if (!sender.name && !sender.address) return;
  pen.frame(box);
  const inner = inset(box);
  pen.text({ ...inner, width: 11 }, '보내는분', { size: 8 });
  const besideTitle = { ...inner, x: inner.x + 13, width: inner.width - 13 };
  const name = `${sender.name}  ${sender.phone}`;
  const used = pen.text(besideTitle, name, { size: 9, bold: true, maxLines: 1 });
  pen.text(below(inner, inner.y + used), sender.address, { size: 8, minSize: 6 });
}

export function drawNote(pen: Pen, box: Box, { note }: LabelContent): void {
  pen.text(box, note, { size: 9, bold: true, minSize: 5 });
}

export function drawItems(pen: Pen, box: Box, { items }: LabelContent): void {
  const units = items.reduce((sum, { quantity }) => sum + quantity, 0);
  pen.line(box.x, box.y, box.width);
  pen.text(row(box, 0), `내품 ${items.length}종 ${units}개`, { size: 8, maxLines: 1 });
  const lines = Math.floor(box.height / lineMm) - 1;
  const linesPerItem = Math.max(
    isNarrow(box) ? 2 : 1,
    Math.min(MAX_ITEM_LINES, Math.floor(lines / items.length)),
  );
  const { shown, left } = itemsThatFit(items, Math.floor(lines / linesPerItem));
  let line = 1;
  for (const item of shown) line += drawItem(pen, row(box, line, linesPerItem), item);
  if (left === 0) return;
  pen.text(row(box, line), `외 ${left}건`, { size: 9, bold: true });
}

/** All items, or one fewer than there are places, as the last one says how many are left out. */
export function itemsThatFit(
  items: readonly LabelItem[],
  places: number,
): { shown: readonly LabelItem[]; left: number } {
  if (items.length <= places) return { shown: items, left: 0 };
  const shown = items.slice(0, places - 1);
  return { shown, left: items.length - shown.length };
}

/** The option stands at the end of the name: a long one is set smaller before it is cut. Returns its lines. */
function drawItem(pen: Pen, box: Box, { name, quantity }: LabelItem): number {
  const amount = { ...box, x: box.x + box.width - 12, width: 12 };
  pen.text(amount, `${quantity}개`, { size: 9, bold: true, align: 'right', maxLines: 1 });
  const height = pen.text({ ...box, width: box.width - 12 }, name, { size: 9, minSize: 6 });
  return Math.max(1, Math.ceil(height / lineMm));
}

/** What our own people keep: enough to find the order, nothing of the recipient that could be read on. */
export function drawStub(pen: Pen, box: Box, label: LabelContent): void {
  pen.line(box.x, box.y, box.width);
  const narrow = isNarrow(box);
  const number = { ...box, y: box.y + 1, width: 30, height: 8 };
  pen.text(number, `#${label.sequenceNo}`, { size: 18, bold: true, maxLines: 1, minSize: 8 });
  const { name, mobile, phone } = label.recipient;
  const lines = [
    `주문번호 ${label.orderNo}`,
    `배송번호 ${label.shipmentNo}`,
    label.channelName,
    `${maskName(name)} ${hideLastDigits(mobile || phone)}`,
  ];
  const [left, top] = narrow ? [0, 8] : [32, 0];
  for (const [index, line] of lines.entries()) {
    const y = box.y + 1 + top + index * smallLineMm;
    const lineBox = { x: box.x + left, y, width: box.width - left, height: smallLineMm };
    pen.text(lineBox, line, { size: 8, maxLines: 1, minSize: 6 });
  }
}

/** 684809623814 → 6848-0962-3814, as people read it out. */
export function grouped(waybillNo: string): string {
  return /^\d+$/.test(waybillNo) ? waybillNo.replace(/(\d{4})(?=\d)/g, '$1-') : waybillNo;
}

function inset({ x, y, width, height }: Box): Box {
  return { x: x + 1.5, y: y + 1, width: width - 3, height: height - 2 };
}

function below(box: Box, y: number): Box {
  return { ...box, y, height: box.y + box.height - y };
}

function row(box: Box, index: number, lines = 1): Box {
  return { ...box, y: box.y + 0.8 + index * lineMm, height: lines * lineMm };
}

/** A column beside the address rather than a band below it. */
function isNarrow(box: Box): boolean {
  return box.width < 60;
}
