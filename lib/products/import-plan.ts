import type { CellProblem, RowOutcome } from '@/lib/files/sheet-import';
import {
  type Given,
  type VariantColumn,
  type VariantProblem,
  type VariantSheetRow,
  variantColumns,
} from './variant-sheet';

type Problem = CellProblem<VariantProblem>;

/** What a variant is now, in the words of a sheet. */
export type Standing = Required<Given>;

export type JudgedRow = VariantSheetRow & {
  outcome: RowOutcome;
  /** The columns that change, by their Korean names. */
  changes: string[];
};

export type Known = {
  variants: ReadonlyMap<string, Standing>;
  /** Names of products by their codes. */
  products: ReadonlyMap<string, string>;
};

/** What becomes of each row: a new variant, a changed one (warned), one that stands so, or nothing. */
export function judgeVariantRows(rows: readonly VariantSheetRow[], known: Known): JudgedRow[] {
  const firstRowOf = new Map<string, number>();
  const nameOf = new Map<string, string>();
  return rows.map((row) => {
    const standing = known.variants.get(row.variantCode);
    const earlier = firstRowOf.get(row.variantCode);
    const refuse = problemsOf(row, standing, known);
    if (row.variantCode && earlier !== undefined)
      refuse.push(problem('repeated', 'variantCode', String(earlier)));
    else firstRowOf.set(row.variantCode, row.rowNo);
    refuse.push(...namedTwice(row, standing, nameOf));
    const problems = [...row.problems, ...refuse];
    if (problems.length > 0) return { ...row, problems, outcome: 'bad', changes: [] };
    const changes = standing ? changedColumns(row.given, standing) : [];
    const outcome = !standing ? 'new' : changes.length > 0 ? 'warned' : 'known';
    return { ...row, said: [], outcome, changes };
  });
}

/** The code of the product that a new variant goes to. */
export function productCodeOf({ variantCode, given }: VariantSheetRow): string {
  return given.productCode || variantCode;
}

function problemsOf(row: VariantSheetRow, standing: Standing | undefined, known: Known): Problem[] {
  const { given } = row;
  if (!standing) {
    const isNamed = given.productName || known.products.has(productCodeOf(row));
    return isNamed ? [] : [problem('noName', 'productName', '')];
  }
  const problems: Problem[] = [];
  if (given.productName === '') problems.push(problem('noName', 'productName', ''));
  if (given.productCode !== undefined && given.productCode !== standing.productCode)
    problems.push(problem('otherProduct', 'productCode', standing.productCode));
  return problems;
}

/** The rows of one product must agree on its name. */
function namedTwice(
  row: VariantSheetRow,
  standing: Standing | undefined,
  nameOf: Map<string, string>,
): Problem[] {
  const { productName } = row.given;
  if (!productName) return [];
  const code = standing?.productCode ?? productCodeOf(row);
  const before = nameOf.get(code);
  if (before === undefined) nameOf.set(code, productName);
  return before === undefined || before === productName
    ? []
    : [problem('nameDiffers', 'productName', before)];
}

function changedColumns(given: Given, standing: Standing): string[] {
  return Object.entries(given).flatMap(([column, value]) => {
    const before = standing[column as keyof Standing];
    return JSON.stringify(before) === JSON.stringify(value)
      ? []
      : [variantColumns[column as VariantColumn]];
  });
}

function problem(kind: VariantProblem, column: VariantColumn, shown: string): Problem {
  return { problem: kind, column: variantColumns[column], shown };
}
