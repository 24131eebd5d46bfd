import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import PDFDocument from 'pdfkit';
import { type Bars, moduleWidthMm } from './bars';
import { type WidthOf, wrapText } from './wrap';

/** Millimetres from the upper left corner. */
export type Box = { x: number; y: number; width: number; height: number };

export type TextStyle = {
  /** In points. */
  size: number;
  bold?: boolean;
  align?: 'left' | 'center' | 'right';
  maxLines?: number;
  /** Text that must not be cut is set smaller, down to this, before it is. */
  minSize?: number;
};

const pointsPerMm = 72 / 25.4;
const lineSpacing = 1.25;
const roundingMm = 0.01;
const fonts = {
  regular: fileURLToPath(new URL('./fonts/Pretendard-Regular.ttf', import.meta.url)),
  bold: fileURLToPath(new URL('./fonts/Pretendard-Bold.ttf', import.meta.url)),
};

/** Draws on the pages of one PDF in millimetres. */
export class Pen {
  readonly document = new PDFDocument({ autoFirstPage: false, margin: 0 });
  private readonly widths = { regular: new Map<string, number>(), bold: new Map<string, number>() };

  constructor() {
    this.document.registerFont('regular', fonts.regular).registerFont('bold', fonts.bold);
  }

  addPage(width: number, height: number): void {
    this.document.addPage({ size: [width * pointsPerMm, height * pointsPerMm], margin: 0 });
  }

  /** Draws with the origin moved and turned, and puts it back. */
  within(origin: { x: number; y: number; rotation: number }, draw: () => void): void {
    this.document.save();
    this.document.translate(origin.x * pointsPerMm, origin.y * pointsPerMm).rotate(origin.rotation);
    draw();
    this.document.restore();
  }

  /** Wraps the text into the box, what does not fit ends in '…'; returns the height used. */
  text(box: Box, text: string, style: TextStyle): number {
    const { lines, size } = this.fit(box, printable(text), style);
    const { bold = false, align = 'left' } = style;
    this.document.font(bold ? 'bold' : 'regular').fontSize(size);
    for (const [index, line] of lines.entries()) {
      const room = box.width - this.lengthOf(line, size, bold);
      const x = box.x + Math.max(0, room) * { left: 0, center: 0.5, right: 1 }[align];
      const y = box.y + index * lineHeight(size);
      this.document.text(line, x * pointsPerMm, y * pointsPerMm, { lineBreak: false });
    }
    return lines.length * lineHeight(size);
  }

  /** The height that `text` would use. */
  heightOf(box: Box, text: string, style: TextStyle): number {
    const { lines, size } = this.fit(box, printable(text), style);
    return lines.length * lineHeight(size);
  }

  frame({ x, y, width, height }: Box): void {
    const [left, top] = [x * pointsPerMm, y * pointsPerMm];
    this.document.lineWidth(0.7).rect(left, top, width * pointsPerMm, height * pointsPerMm);
    this.document.stroke();
  }

  line(x: number, y: number, width: number): void {
    const top = y * pointsPerMm;
    this.document.lineWidth(0.5).moveTo(x * pointsPerMm, top);
    this.document.lineTo((x + width) * pointsPerMm, top).stroke();
  }

  /** Bars in the middle of the box, with quiet zones inside it. */
  bars(box: Box, bars: Bars): void {
    const module = moduleWidthMm(bars, box.width);
    let x = box.x + (box.width - bars.modules * module) / 2;
    for (const [index, width] of bars.widths.entries()) {
      if (index % 2 === 0) this.bar(x, box.y, width * module, box.height);
      x += width * module;
    }
    this.document.fill('black');
  }

  private bar(x: number, y: number, width: number, height: number): void {
    this.document.rect(x * pointsPerMm, y * pointsPerMm, width * pointsPerMm, height * pointsPerMm);
  }

  private fit(box: Box, text: string, style: TextStyle): { lines: string[]; size: number } {
    const { size, bold = false, maxLines = Number.POSITIVE_INFINITY, minSize = size } = style;
    const fitting = Math.max(1, Math.floor((box.height + roundingMm) / lineHeight(size)));
    const lineCount = Math.min(maxLines, fitting);
    const lines = wrapText(text, box.width, lineCount, this.widthOf(size, bold));
    const smaller = size - 0.5;
    const isCut = lines.at(-1)?.endsWith('…') && !text.trimEnd().endsWith('…');
    return isCut && smaller >= minSize
      ? this.fit(box, text, { ...style, size: smaller, minSize })
      : { lines, size };
  }

  private lengthOf(line: string, size: number, bold: boolean): number {
    const widthOf = this.widthOf(size, bold);
    return Array.from(line).reduce((sum, letter) => sum + widthOf(letter), 0);
  }

  /** Measured once per letter: asking the font for whole texts takes most of the time of a label. */
  private widthOf(size: number, bold: boolean): WidthOf {
    const name = bold ? 'bold' : 'regular';
    const known = this.widths[name];
    return (letter) => {
      const width = known.get(letter) ?? this.measure(name, letter);
      known.set(letter, width);
      return width * size;
    };
  }

  private measure(font: string, letter: string): number {
    return this.document.font(font).fontSize(100).widthOfString(letter) / 100 / pointsPerMm;
  }
}

/** Letters in one piece, as the font has them, and no pictures, which it has not. */
export function printable(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\p{Emoji_Presentation}|\p{Emoji_Modifier}|.\uFE0F|[\u200D\uFE00-\uFE0F]/gu, '');
}

/** In millimetres. */
export function lineHeight(size: number): number {
  return (size * lineSpacing) / pointsPerMm;
}

const drawnPerTurn = 20;

/** Told between turns how many are drawn; what it throws ends the drawing. */
export type OnTurn = (drawn: number) => Promise<void> | void;

/** The pen's PDF, drawn thing by thing while it is read; others get their turn, a thousand take seconds. */
export function drawInTurns<Thing>(
  pen: Pen,
  things: readonly Thing[],
  draw: (thing: Thing) => void,
  onTurn: OnTurn = () => {},
): Readable {
  const drawAll = async () => {
    for (const [index, thing] of things.entries()) {
      if (index % drawnPerTurn === 0) {
        await setImmediate();
        await onTurn(index);
      }
      draw(thing);
    }
    pen.document.end();
  };
  // Who reads it later is told all the same; an error that nobody listens to ends the process.
  pen.document.on('error', () => {});
  drawAll().catch((error) => pen.document.destroy(error));
  return pen.document as Readable & Pen['document'];
}
