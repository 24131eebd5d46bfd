import { getTranslations } from 'next-intl/server';
import { Fragment, type ReactNode } from 'react';
import type { Tone } from '../badge';
import { AllRowsCheckbox, RowCheckbox } from './selection';
import { ariaSortOf, type Sorting, SortLink } from './sorting';

export type Column<Row> = {
  key: string;
  header: ReactNode;
  cell: (row: Row, index: number) => ReactNode;
  /**
   * `text` takes the room that is left and is cut there (its whole text as title), `wrap` breaks
   * into lines.
   */
  kind?: 'number' | 'center' | 'text' | 'wrap';
  /** Where a column needs another width than its kind gives: '30%'. */
  width?: string;
};

type TableProps<Row> = {
  /** Its accessible name. */
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string | number;
  /** Names a row for its checkbox. Without it rows cannot be selected. Stands inside a Selection. */
  selectLabel?: (row: Row) => string;
  /** By which columns it can be sorted, and is. */
  sorting?: Sorting;
  /** A stripe at the row's head for what needs a look. */
  rowTone?: (row: Row) => Tone | undefined;
  /** A line below a row, over the whole width: for sentences that no column has room for. */
  rowNote?: (row: Row) => ReactNode;
  /** A line between rows of different groups. */
  groupOf?: (row: Row) => string | number;
  /** Where the list is empty, after 내역이 없습니다: what to do next. */
  emptyHint?: ReactNode;
};

/** A dense list: sticky header, straight digits, one sentence when there is nothing. */
export async function Table<Row>(props: TableProps<Row>) {
  const { label, columns, rows, selectLabel, sorting } = props;
  return (
    <div className="table-frame">
      <table className="table" aria-label={label}>
        <thead>
          <tr>
            {selectLabel && (
              <th scope="col" className="w-8">
                <AllRowsCheckbox />
              </th>
            )}
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                data-kind={column.kind}
                style={column.width ? { width: column.width } : undefined}
                aria-sort={sorting && ariaSortOf(sorting, column.key)}
              >
                {sorting?.keys.includes(column.key) ? (
                  <SortLink sorting={sorting} column={column.key}>
                    {column.header}
                  </SortLink>
                ) : (
                  column.header
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.length === 0 ? (
            <EmptyRow {...props} />
          ) : (
            rows.map((row, index) => drawRow(props, row, index))
          )}
        </tbody>
      </table>
    </div>
  );
}

function drawRow<Row>(props: TableProps<Row>, row: Row, index: number) {
  const { columns, rows, rowKey, selectLabel, rowTone, rowNote, groupOf } = props;
  const id = rowKey(row);
  const above = rows[index - 1];
  const startsGroup = groupOf && above !== undefined && groupOf(above) !== groupOf(row);
  const note = rowNote?.(row);
  const drawn = (
    <tr key={id} data-tone={rowTone?.(row)} data-group-start={startsGroup || undefined}>
      {selectLabel && (
        <td>
          <RowCheckbox id={id} label={selectLabel(row)} />
        </td>
      )}
      {columns.map((column) => drawCell(column, row, index))}
    </tr>
  );
  if (!note) return drawn;
  return (
    <Fragment key={id}>
      {drawn}
      <tr data-tone={rowTone?.(row)} data-row-note>
        <td colSpan={columns.length + (selectLabel ? 1 : 0)}>{note}</td>
      </tr>
    </Fragment>
  );
}

function drawCell<Row>(column: Column<Row>, row: Row, index: number) {
  const content = column.cell(row, index);
  return (
    <td
      key={column.key}
      data-kind={column.kind}
      title={column.kind === 'text' && typeof content === 'string' ? content : undefined}
    >
      {content}
    </td>
  );
}

async function EmptyRow<Row>({ columns, selectLabel, emptyHint }: TableProps<Row>) {
  const t = await getTranslations('ui');
  return (
    <tr>
      <td colSpan={columns.length + (selectLabel ? 1 : 0)} data-kind="center">
        <div className="py-10">
          <p className="font-medium">{t('empty')}</p>
          {emptyHint && <div className="mt-1 text-muted">{emptyHint}</div>}
        </div>
      </td>
    </tr>
  );
}
