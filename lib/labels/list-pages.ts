import { type Box, lineHeight, Pen, type TextStyle } from './pen';

export type ListColumn = { width: number; align?: 'left' | 'right'; bold?: boolean };

/** Where both have no room on one line, the option stands below the name, which is cut before it. */
export type Goods = { name: string; option: string };

type RowStyle = { size: number; bold?: boolean };

const page = { width: 210, height: 297 } as const;
const margin = 12;
const left = margin;
const width = page.width - 2 * margin;
const firstRowY = margin + 10;
const bottom = page.height - margin;
/** Height of a row of single lines. */
export const rowMm = 6;
const tall: Box = { x: 0, y: 0, width: 0, height: Number.POSITIVE_INFINITY };
const nameStyle = { minSize: 8, maxLines: 2 };
const optionStyle = { size: 8 };

/** Writes a list down A4 pages, each with the title, the time of printing and its number. */
export class ListPages {
  readonly pen = new Pen();
  private y = 0;
  /** Where the rows of this page begin. */
  private top = firstRowY;
  private pageNo = 0;

  constructor(
    private readonly title: string,
    private readonly printedAt: Date,
  ) {
    this.startPage();
  }

  /** Starts a new page unless that many millimetres are left or this one is new; says whether it did. */
  makeRoom(height: number): boolean {
    if (this.y + height <= bottom || this.y === this.top) return false;
    this.startPage();
    return true;
  }

  row(columns: readonly ListColumn[], cells: readonly (string | Goods)[], style: RowStyle): void {
    const height = this.heightOf(columns, cells, style);
    let x = left;
    for (const [index, column] of columns.entries()) {
      const box = { x, y: this.y + 1, width: column.width - 2, height: rowMm };
      const look: TextStyle = { ...style, align: column.align ?? 'left', maxLines: 1, minSize: 6 };
      const cell = cells[index] ?? '';
      if (typeof cell !== 'string') this.goods(box, cell, style);
      else this.pen.text(box, cell, column.bold ? { ...look, bold: true } : look);
      x += column.width;
    }
    this.y += height;
  }

  /** The height that a row of these cells takes. */
  heightOf(
    columns: readonly ListColumn[],
    cells: readonly (string | Goods)[],
    style: RowStyle,
  ): number {
    const heights = columns.map(({ width: columnWidth }, index) => {
      const cell = cells[index] ?? '';
      if (typeof cell === 'string') return rowMm;
      const parts = this.partsOf({ ...tall, width: columnWidth - 2 }, cell, style);
      return rowMm - lineHeight(style.size) + parts.reduce((sum, part) => sum + part.height, 0);
    });
    return Math.max(rowMm, ...heights);
  }

  private goods(box: Box, goods: Goods, style: RowStyle): void {
    let { y } = box;
    for (const { text, look, height } of this.partsOf(
      { ...tall, width: box.width },
      goods,
      style,
    )) {
      this.pen.text({ ...tall, x: box.x, y, width: box.width }, text, look);
      y += height;
    }
  }

  /** Each with the height that it takes. */
  private partsOf(box: Box, { name, option }: Goods, style: RowStyle) {
    const part = (text: string, look: TextStyle) => {
      return { text, look, height: this.pen.heightOf(box, text, look) };
    };
    const whole = part([name, option].filter(Boolean).join(' '), style);
    if (whole.height <= lineHeight(style.size)) return [whole];
    return [part(name, { ...style, ...nameStyle }), part(option, optionStyle)];
  }

  /** A line of the head, above where the rows begin. */
  headLine(text: string, style: RowStyle): void {
    this.row([{ width }], [text], style);
    this.top = this.y;
  }

  rule(): void {
    this.pen.line(left, this.y, width);
    this.y += 1;
  }

  gap(height: number): void {
    this.y += height;
  }

  /** A box at the right edge beside the current line, as for a barcode. */
  cornerBox(boxWidth: number, height: number): Box {
    return { x: left + width - boxWidth, y: this.y, width: boxWidth, height };
  }

  private startPage(): void {
    this.pageNo++;
    this.pen.addPage(page.width, page.height);
    const head = { x: left, y: margin, width, height: 8 };
    this.pen.text(head, this.title, { size: 14, bold: true, maxLines: 1 });
    this.pen.text(head, `${koreanMinute(this.printedAt)}  - ${this.pageNo} -`, {
      size: 9,
      align: 'right',
      maxLines: 1,
    });
    this.pen.line(left, firstRowY - 1, width);
    this.y = firstRowY;
    this.top = firstRowY;
  }
}

/** 2026-11-22 13:05 on a clock in Korea. */
function koreanMinute(instant: Date): string {
  const shifted = new Date(instant.getTime() + 9 * 60 * 60 * 1000);
  return shifted.toISOString().slice(0, 16).replace('T', ' ');
}
