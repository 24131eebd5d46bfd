import type { Translate } from '@/app/ui/translate';
import type { PersonCtx } from '@/lib/auth/current';
import { figuresByOperator, type OperatorFigures } from '@/lib/statistics/operators';
import type { Asked } from '@/lib/statistics/paid-parcels';
import { figuresByProduct } from '@/lib/statistics/products';
import { type Figures, figuresByChannel, figuresByDay } from '@/lib/statistics/sales';
import type { tabs } from './asked';

/** A table as both the screen and the sheet have it: numbers stay numbers. */
export type StatisticsTable = {
  columns: { key: string; header: string; isText: boolean; unit?: 'won' | 'percent' | 'hours' }[];
  rows: (string | number | null)[][];
};

export async function statisticsTable(
  ctx: PersonCtx,
  t: Translate<'statistics'>,
  asked: { tab: (typeof tabs)[number]; where: Asked },
  mostProducts?: number,
): Promise<StatisticsTable> {
  switch (asked.tab) {
    case 'day': {
      const days = await figuresByDay(ctx, asked.where);
      return table(
        t,
        ['day'],
        days.map((row) => [row.day, ...figuresOf(row)]),
      );
    }
    case 'channel': {
      const channels = await figuresByChannel(ctx, asked.where);
      return table(
        t,
        ['channel'],
        channels.map((row) => [row.name, ...figuresOf(row)]),
      );
    }
    case 'product': {
      const products = await figuresByProduct(ctx, asked.where, mostProducts);
      return {
        columns: [
          ...(['variantCode', 'productName', 'option'] as const).map((key) => text(t, key)),
          ...(['orders', 'units'] as const).map((key) => number(t, key)),
          { ...number(t, 'revenue'), unit: 'won' },
          { ...number(t, 'lead'), unit: 'hours' },
          { ...number(t, 'lateRate'), unit: 'percent' },
          { ...number(t, 'fillRate'), unit: 'percent' },
        ],
        rows: products.map((row) => [
          ...[row.variantCode, row.productName, row.option],
          ...[row.orders, row.units, row.revenue, leadHoursOf(row)],
          percentOf(row.late, row.promised),
          percentOf(row.servedUnits, row.units),
        ]),
      };
    }
    case 'operator':
      return operatorTable(t, await figuresByOperator(ctx, asked.where));
  }
}

/** Of the parts that can be late, or filled; null where there is none. */
export const percentOf = (part: number, whole: number) =>
  whole === 0 ? null : (part / whole) * 100;

export const leadHoursOf = ({ leadSeconds, shipped }: Pick<Figures, 'leadSeconds' | 'shipped'>) =>
  shipped === 0 ? null : leadSeconds / shipped / 3600;

function figuresOf(row: Figures): (number | null)[] {
  return [
    ...[row.orders, row.parcels, row.units, row.revenue, row.shipped],
    leadHoursOf(row),
    percentOf(row.late, row.promised),
    row.saved,
    percentOf(row.servedUnits, row.wantedUnits),
  ];
}

function table(
  t: Translate<'statistics'>,
  first: ('day' | 'channel')[],
  rows: StatisticsTable['rows'],
) {
  const columns: StatisticsTable['columns'] = [
    ...first.map((key) => text(t, key)),
    ...(['orders', 'parcels', 'units'] as const).map((key) => number(t, key)),
    { ...number(t, 'revenue'), unit: 'won' },
    number(t, 'shipped'),
    { ...number(t, 'lead'), unit: 'hours' },
    { ...number(t, 'lateRate'), unit: 'percent' },
    number(t, 'saved'),
    { ...number(t, 'fillRate'), unit: 'percent' },
  ];
  return { columns, rows };
}

function operatorTable(t: Translate<'statistics'>, people: OperatorFigures[]): StatisticsTable {
  const counted = [
    ...(['runs', 'matched', 'bundled', 'allocated'] as const),
    ...(['numbered', 'printed', 'shipped'] as const),
  ];
  return {
    columns: [text(t, 'operator'), ...counted.map((key) => number(t, key))],
    rows: people.map((row) => [row.name ?? t('automatic'), ...counted.map((key) => row[key])]),
  };
}

type ColumnKey = Parameters<Translate<'statistics'>>[0] extends infer Key
  ? Key extends `columns.${infer Name}`
    ? Name
    : never
  : never;

const text = (t: Translate<'statistics'>, key: ColumnKey) => ({
  key,
  header: t(`columns.${key}`),
  isText: true,
});
const number = (t: Translate<'statistics'>, key: ColumnKey) => ({
  key,
  header: t(`columns.${key}`),
  isText: false,
});
