import type { CellValue } from './sheet';

/** A list to choose from in every cell of a column; Excel takes 255 characters and no comma in a choice. */
export type Dropdown = { column: number; choices: readonly string[] };

/** One sheet as it is to be written. */
export type WorkbookContent = {
  sheetName: string;
  headers: readonly string[];
  rows: readonly (readonly CellValue[])[];
  /** Columns that hold ids, phones and codes: text cells (format @), the empty rows below included. */
  textColumns: readonly number[];
  dropdowns?: readonly Dropdown[];
};

/** A sheet and the name of its file. */
export type NamedWorkbook = { name: string; sheet: WorkbookContent };
