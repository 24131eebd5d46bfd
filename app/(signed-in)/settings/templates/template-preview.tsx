'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { useAction } from '@/app/ui/form/use-action';
import { Notice } from '@/app/ui/notice';
import type { TemplatePreview } from '@/lib/invoicing/templates/preview-template';
import type { SheetTemplate } from '@/lib/sheets/formats/sheet-template';
import { preview } from './actions';

type Layout = Pick<SheetTemplate, 'rowPer' | 'columns'> & { courier: string };

const CALM_MS = 400;

/** The file as it would be for the newest parcels, drawn anew when the typing pauses. */
export function TemplatePreviewTable({ layout }: { layout: Layout }) {
  const t = useTranslations('templates');
  const { run, pending, failure } = useAction(preview);
  const [shown, setShown] = useState<TemplatePreview | null>(null);
  const wanted = JSON.stringify(layout);
  const asked = useRef('');

  useEffect(() => {
    if (pending || asked.current === wanted) return;
    const timer = setTimeout(() => {
      asked.current = wanted;
      run(JSON.parse(wanted) as Layout, setShown);
    }, CALM_MS);
    return () => clearTimeout(timer);
  });

  if (failure) return <Notice tone="bad">{failure.message}</Notice>;
  if (!shown) return <p className="text-muted">{t('previewing')}</p>;
  return (
    <section aria-label={t('preview')} aria-busy={pending} className="overflow-x-auto">
      <table className="table" aria-label={t('preview')}>
        <thead>
          <tr>
            {shown.headers.map((header, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a column is told by its place alone
              <th key={column} scope="col">
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.rows.map((cells, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: nothing else names a previewed row
            <tr key={row}>
              {cells.map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a column is told by its place alone
                <td key={column} className="whitespace-nowrap">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {shown.rows.length === 0 && <p className="py-2 text-muted">{t('previewEmpty')}</p>}
    </section>
  );
}
