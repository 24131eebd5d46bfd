import { domesticPhone } from '@/lib/channels/phone';
import { isPhoneOfWords, phoneDigits, readPhone } from '@/lib/recipients/phone';
import {
  type CellDamage,
  cellInstant,
  cellText,
  cellWholeNumber,
  koreanClock,
} from '@/lib/sheets/cell-text';
import type { OrderSheetField } from '@/lib/sheets/formats/order-fields';
import type { OrderSheetColumns } from '@/lib/sheets/formats/recognise-order-sheet';
import type { SheetCell } from '@/lib/sheets/sheet';

/** What can be wrong with a row, each a sentence of the message files. */
export type RowProblem =
  | 'required'
  | CellDamage
  | 'tooLong'
  | 'notWhole'
  | 'tooSmall'
  | 'tooBig'
  | 'notDate'
  | 'repeated'
  | 'notAcknowledged'
  | 'claimed'
  | 'alreadyShipped'
  | 'exampleRow'
  | 'otherMarket'
  | 'otherSeller'
  | 'collectedOrder'
  | 'siblingBad'
  | 'saidBefore'
  | 'standsOtherwise'
  | 'phoneOfWords';

export type FieldProblem = {
  problem: RowProblem;
  field: OrderSheetField;
  /** As the file names it; empty where the file has no such column. */
  column: string;
  shown: string;
};

/** The cells of one row by field; whatever cannot be read is noted, and reading goes on. */
export class RowCells {
  readonly problems: FieldProblem[] = [];
  /** What was left out of a row that is good all the same. */
  readonly warnings: FieldProblem[] = [];

  constructor(
    private readonly layout: { headers: readonly string[]; columns: OrderSheetColumns },
    private readonly cells: readonly SheetCell[],
  ) {}

  has(field: OrderSheetField): boolean {
    return this.layout.columns[field] !== undefined;
  }

  refuse(problem: RowProblem, field: OrderSheetField, shown = ''): void {
    this.note(this.problems, problem, field, shown);
  }

  private note(
    noted: FieldProblem[],
    problem: RowProblem,
    field: OrderSheetField,
    shown: string,
  ): void {
    const column = this.layout.headers[this.layout.columns[field] ?? -1] ?? '';
    // Two fields can share a column: it is wrong once.
    const isSaid = (said: FieldProblem) => said.problem === problem && said.column === column;
    if (column && noted.some(isSaid)) return;
    noted.push({ problem, field, column, shown: shown.slice(0, LONGEST_SHOWN) });
  }

  text(field: OrderSheetField, maxLength = 300): string {
    const read = cellText(this.cell(field));
    if (read.kind === 'damaged') this.refuse(read.damage, field, shownOf(this.cell(field)));
    else if (read.text.length > maxLength) this.refuse('tooLong', field, read.text);
    else return read.text;
    return '';
  }

  requiredText(field: OrderSheetField, maxLength?: number): string {
    const before = this.problems.length;
    const text = this.text(field, maxLength);
    if (text === '' && this.problems.length === before) this.refuse('required', field);
    return text;
  }

  /** Null for an empty cell. */
  wholeNumber(field: OrderSheetField, minimum: number, maximum: number): number | null {
    const cell = this.cell(field);
    if (isEmpty(cell)) return null;
    const number = cellWholeNumber(cell);
    if (number === null) this.refuse('notWhole', field, shownOf(cell));
    else if (number < minimum) this.refuse('tooSmall', field, shownOf(cell));
    else if (number > maximum) this.refuse('tooBig', field, shownOf(cell));
    else return number;
    return null;
  }

  requiredWholeNumber(field: OrderSheetField, minimum: number, maximum: number): number {
    if (isEmpty(this.cell(field))) this.refuse('required', field);
    return this.wholeNumber(field, minimum, maximum) ?? minimum;
  }

  /** Null for an empty cell. */
  instant(field: OrderSheetField): Date | null {
    const cell = this.cell(field);
    if (isEmpty(cell)) return null;
    const instant = cellInstant(cell) ?? serialInstant(cell);
    if (!instant) this.refuse('notDate', field, shownOf(cell));
    return instant;
  }

  /** A day without a time ends at its midnight. */
  deadline(field: OrderSheetField): Date | null {
    const instant = this.instant(field);
    if (!instant || !koreanClock(instant).endsWith(' 00:00:00')) return instant;
    return new Date(instant.getTime() + DAY_MS - 1000);
  }

  /** With the zero that a spreadsheet ate; without words that say that there is none. */
  phone(field: OrderSheetField): string {
    const text = firstPhone(this.text(field, 50).normalize('NFKC'));
    if (isPhoneOfWords(text)) {
      this.note(this.warnings, 'phoneOfWords', field, text);
      return '';
    }
    return /^[\d\s().+-]+$/.test(text) ? domesticPhone(phoneDigits(text)) : text;
  }

  /** With the zero that a spreadsheet ate. */
  postcode(field: OrderSheetField): string {
    const text = this.text(field, 20);
    return /^\d{4}$/.test(text) ? `0${text}` : text;
  }

  private cell(field: OrderSheetField): SheetCell {
    const column = this.layout.columns[field];
    return column === undefined ? null : (this.cells[column] ?? null);
  }
}

/** Of two numbers in one cell the first; together they would be the number of nobody. */
function firstPhone(text: string): string {
  if (readPhone(text).kind !== 'bad') return text;
  const isDialled = (part: string) =>
    ['mobile', 'landline', 'virtual'].includes(readPhone(part).kind);
  return [...text.split(/[\n,;/|()]+/), ...text.split(/\s+/)].find(isDialled)?.trim() ?? text;
}

const LONGEST_SHOWN = 60;
const DAY_MS = 86_400_000;
const UNIX_EPOCH_SERIAL = 25_569;
const KOREAN_OFFSET_MS = 9 * 3_600_000;

function isEmpty(cell: SheetCell): boolean {
  return cell === null || (typeof cell === 'string' && /^[\s-]*$/.test(cell));
}

/** A number that lost digits as a spreadsheet shows it, so that it is never taken for a whole one. */
export function shownOf(cell: SheetCell): string {
  const read = cellText(cell);
  if (read.kind === 'text') return read.text;
  return typeof cell === 'number' ? cell.toExponential().toUpperCase() : read.shown;
}

/** A date that a program saved without saying that it is one: days since 1899, on Korea's clock. */
function serialInstant(cell: SheetCell): Date | null {
  const serial = typeof cell === 'string' ? Number(cell) : cell;
  if (typeof serial !== 'number' || !(serial > 40_000 && serial < 60_000)) return null;
  const seconds = Math.round((serial - UNIX_EPOCH_SERIAL) * 86_400);
  return new Date(seconds * 1000 - KOREAN_OFFSET_MS);
}
