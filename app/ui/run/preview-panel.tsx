import { useTranslations } from 'next-intl';
import { formatNumber } from '../format';
import type { Preview } from './preview';

/** 미리보기: what a run would do, before it does. */
export function PreviewPanel({ preview }: { preview: Preview }) {
  const { counts, note, sample } = preview;
  return (
    <div className="grid gap-3">
      <dl className="grid grid-cols-[repeat(auto-fit,minmax(104px,1fr))] gap-2">
        {counts.map(({ label, count, tone }) => (
          <div key={label} data-tone={tone} className="rounded-md bg-sunken px-3 py-2">
            <dt className="text-muted text-xs">{label}</dt>
            <dd className="numeric mt-0.5 font-semibold text-(--tone) text-xl" data-count={count}>
              {formatNumber(count)}
            </dd>
          </div>
        ))}
      </dl>
      {note && <p className="text-muted">{note}</p>}
      {sample && sample.rows.length > 0 && <Sample {...sample} />}
    </div>
  );
}

function Sample({ columns, rows }: NonNullable<Preview['sample']>) {
  const t = useTranslations('ui');
  const last = columns.length - 1;
  const kindOf = (index: number) => {
    if (typeof rows[0]?.[index] === 'number') return 'number';
    return index === last ? 'wrap' : undefined;
  };
  return (
    <div className="max-h-80 overflow-auto rounded-md border border-line">
      <table className="table" aria-label={t('previewRows')}>
        <thead>
          <tr>
            {columns.map((column, index) => (
              <th key={column} scope="col" data-kind={kindOf(index)}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.join(' ')}>
              {row.map((cell, index) => (
                <td key={columns[index]} data-kind={kindOf(index)}>
                  {typeof cell === 'number' ? formatNumber(cell) : cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
