import type { SheetCell } from './sheet';

export type CellText =
  | { kind: 'text'; text: string }
  | { kind: 'damaged'; damage: CellDamage; shown: string };

/** Digits are gone; it holds a formula's error; it became a date. */
export type CellDamage = 'damaged' | 'cellError' | 'dateCell';

/**
 * Text of a cell that may hold an id; an empty cell is ''. A number whose digits a spreadsheet has
 * dropped (1.23E+17, or one longer than the fifteen digits it keeps), a date that it made of a text
 * (1-2-3) and the error of a formula (#N/A) are damaged, not guessed at.
 */
export function cellText(cell: SheetCell): CellText {
  if (cell === null) return { kind: 'text', text: '' };
  if (cell instanceof Date)
    return { kind: 'damaged', damage: 'dateCell', shown: koreanClock(cell) };
  if (typeof cell === 'number') return numberText(cell);
  const text = cell.normalize('NFC').trim();
  if (/^[+-]?\d(\.\d+)?E\+\d{2,3}$/i.test(text))
    return { kind: 'damaged', damage: 'damaged', shown: text };
  if (formulaError.test(text)) return { kind: 'damaged', damage: 'cellError', shown: text };
  return { kind: 'text', text };
}

const formulaError = /^#(N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|SPILL!|CALC!|ERROR!)$/;

export function isBlank(cell: SheetCell): boolean {
  return cell === null || (typeof cell === 'string' && cell.trim() === '');
}

/** A date cell, or a wall-clock text of Korea (2026-11-22 13:05:09, 2026.11.22, 20261122130509), as an instant. */
export function cellInstant(cell: SheetCell): Date | null {
  if (cell instanceof Date) return cell;
  const text = typeof cell === 'number' ? String(cell) : (cell ?? '').normalize('NFKC').trim();
  const match = longDate.exec(text) ?? compactDate.exec(text);
  if (!match) return null;
  const [, year, month, day, half, hour = '0', minute = '0', second = '0'] = match;
  const date = `${year}-${two(month)}-${two(day)}`;
  const instant = new Date(`${date}T${hourOfDay(half, hour)}:${two(minute)}:${two(second)}+09:00`);
  // Date rolls 02-31 over into March: such a text is no date.
  return inKorea(instant).getUTCDate() === Number(day) ? instant : null;
}

/** 1200, "1,200", "1,200원", "3개" as a whole number, else null. */
export function cellWholeNumber(cell: SheetCell): number | null {
  if (typeof cell === 'number') return Number.isSafeInteger(cell) ? cell : null;
  if (typeof cell !== 'string') return null;
  const text = cell.normalize('NFKC').replace(/[\s,₩]|원$|개$/g, '');
  const number = /^[+-]?\d+(\.0+)?$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(number) ? number : null;
}

/** 2026-11-22 13:05:09 on a clock in Korea; '' for a moment no calendar has. */
export function koreanClock(instant: Date): string {
  const shifted = inKorea(instant);
  if (Number.isNaN(shifted.getTime())) return '';
  return shifted.toISOString().slice(0, 19).replace('T', ' ');
}

/** What a clock in Korea shows, as if it were that of UTC. */
const inKorea = (instant: Date) => new Date(instant.getTime() + koreanOffsetMs);

export const koreanOffsetMs = 9 * 60 * 60 * 1000;

const time = String.raw`(오전|오후|AM|PM)?\s*(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?`;
const longDate = new RegExp(
  String.raw`^(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})(?:일|\.)?(?:[T\s]*${time})?$`,
  'i',
);
const compactDate = /^(\d{4})(\d{2})(\d{2})()(?:(\d{2})(\d{2})(\d{2})?)?$/;

function hourOfDay(half: string | undefined, hour: string): string {
  if (!half) return two(hour);
  const afternoon = /오후|PM/i.test(half);
  return two(String((Number(hour) % 12) + (afternoon ? 12 : 0)));
}

function two(digits: string | undefined): string {
  return (digits ?? '').padStart(2, '0');
}

function numberText(number: number): CellText {
  if (!Number.isInteger(number)) return { kind: 'text', text: String(roundedTo15Digits(number)) };
  const text = Math.abs(number) < 1e21 ? BigInt(number).toString() : String(number);
  return lostDigits(number)
    ? { kind: 'damaged', damage: 'damaged', shown: text }
    : { kind: 'text', text };
}

// A spreadsheet keeps 15 digits: a 16-digit number that ends in 0 may have lost its last one.
function lostDigits(number: number): boolean {
  if (Math.abs(number) < 1e15) return false;
  return !Number.isSafeInteger(number) || number % 10 === 0;
}

function roundedTo15Digits(number: number): number {
  return Number(number.toPrecision(15));
}
