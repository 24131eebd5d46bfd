'use client';

import { useTranslations } from 'next-intl';
import { Badge, type Tone } from '@/app/ui/badge';
import type { ImportedEntry, Outcome } from '@/lib/configuration/import';
import { entryName } from './entry-name';

const tones: Record<Outcome, Tone> = {
  ...{ added: 'accent', changed: 'warn', same: 'neutral', kept: 'neutral', refused: 'bad' },
};

/** In the order in which a person wants to read them. */
const order: Outcome[] = ['refused', 'changed', 'added', 'kept', 'same'];

/** What becomes of each entry of a file, and why. */
export function ImportedEntries({ entries }: { entries: ImportedEntry[] }) {
  const t = useTranslations('configuration');
  const sorted = order.flatMap((outcome) => entries.filter((entry) => entry.outcome === outcome));
  const counts = order.map((outcome) => ({
    outcome,
    count: sorted.filter((entry) => entry.outcome === outcome).length,
  }));
  return (
    <>
      <ul className="flex flex-wrap gap-2" aria-label={t('import.counts')}>
        {counts.map(({ outcome, count }) => (
          <li key={outcome}>
            <Badge tone={count > 0 ? tones[outcome] : 'neutral'}>
              {t(`outcomes.${outcome}`)} {count}
            </Badge>
          </li>
        ))}
      </ul>
      <div className="table-frame max-h-[52vh] overflow-auto rounded-md border border-line">
        <table className="table" aria-label={t('import.entries')}>
          <thead>
            <tr>
              {(['outcome', 'section', 'name', 'why'] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`columns.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.map((entry) => (
              <tr key={`${entry.section} ${entry.name} ${entry.outcome}`}>
                <td>
                  <Badge tone={tones[entry.outcome]}>{t(`outcomes.${entry.outcome}`)}</Badge>
                </td>
                <td>{t(`sections.${entry.section}`)}</td>
                <td data-kind="wrap">{entryName(t, entry)}</td>
                <td data-kind="wrap">
                  <Why entry={entry} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Why({ entry: { section, remark, fields } }: { entry: ImportedEntry }) {
  const t = useTranslations('configuration');
  if (!remark)
    return section !== 'mall' && fields.length > 0
      ? t('changes', { fields: fields.join(', ') })
      : '-';
  const { reason, detail } = remark;
  return [t(`reasons.${reason}`), detail].filter(Boolean).join(': ');
}
