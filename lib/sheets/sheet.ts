/** A formula counts by its cached value, a truth value or an error by its text; dates are instants. */
export type SheetCell = string | number | Date | null;

/** What can be written; dates become text on Korea's clock, as programs disagree about date cells. */
export type CellValue = string | number | Date | null;

/** `rowNo` is the row's number in the file, from 1, as a spreadsheet program shows it. */
export type SheetRow = { rowNo: number; cells: SheetCell[] };

/** `unreadSheets` are those of the same workbook that look like one more sheet of orders, with rows. */
export type SheetHead = {
  sheetName: string;
  headerRowNo: number;
  headers: string[];
  unreadSheets: string[];
};

/** Rows below the header that hold anything; `cells` is as long as `headers`. */
export type SheetRows = SheetHead & { rows: SheetRow[] };

export type ReadSheetOptions = {
  password?: string;
  maxRows: number;
  /** Header names the caller knows beside the built-in ones, as of a remembered column mapping. */
  headerNames?: readonly string[];
};

/** No order sheet has more; a stray cell far to the right must not widen every row. */
export const maxColumns = 500;

/** What Excel itself lets into one cell. */
export const maxCellLetters = 32_767;

/** How many letters stand in a row. */
export function lettersOf({ cells }: SheetRow): number {
  let letters = 0;
  for (const cell of cells) if (typeof cell === 'string') letters += cell.length;
  return letters;
}

export type SheetErrorKind =
  | 'passwordNeeded'
  | 'passwordWrong'
  | 'tooLarge'
  | 'bomb'
  | 'damaged'
  | 'cellTooLong'
  /** An .xls of Excel 97–2003 with a password: nobody opens it but Excel. */
  | 'oldPassword'
  | 'tooManyRows'
  | 'noHeader'
  | 'unknownFormat'
  | 'tookTooLong'
  | 'tookTooMuchMemory';

/** The file is at fault, not the program: the kind says what to tell the person. */
export class SheetError extends Error {
  constructor(
    readonly kind: SheetErrorKind,
    options?: ErrorOptions,
  ) {
    super(`sheet refused: ${kind}`, options);
    this.name = 'SheetError';
  }
}
