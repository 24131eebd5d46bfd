'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/app/ui/button';
import { FailureNote } from '@/app/ui/form/failure-note';
import { useAction } from '@/app/ui/form/use-action';
import type { ImportedEntry } from '@/lib/configuration/import';
import { bringIn, preview } from './actions';
import { ImportedEntries } from './imported-entries';

type Read = { text: string; entries: ImportedEntry[] };

/** Looks at a file, entry by entry, before anything of it is taken. */
export function ImportForm() {
  const t = useTranslations('configuration.import');
  const looking = useAction(preview);
  const writing = useAction(bringIn);
  const [read, setRead] = useState<Read | null>(null);
  const toWrite = (read?.entries ?? []).filter(
    ({ outcome }) => outcome === 'added' || outcome === 'changed',
  );

  async function look(file: File | undefined) {
    setRead(null);
    if (!file) return;
    const text = await file.text();
    looking.run({ text }, (entries) => setRead({ text, entries }));
  }

  return (
    <>
      <label className="grid max-w-[420px] gap-1">
        <span className="text-muted text-xs">{t('file')}</span>
        <input
          type="file"
          accept=".json,application/json"
          className="input h-auto py-1"
          disabled={looking.pending || writing.pending}
          onChange={(event) => look(event.target.files?.[0])}
        />
      </label>
      <FailureNote message={looking.failure?.message ?? writing.failure?.message} />
      {read && (
        <>
          <ImportedEntries entries={read.entries} />
          <div className="flex justify-end">
            <Button
              variant="primary"
              disabled={toWrite.length === 0}
              aria-disabled={writing.pending}
              onClick={() => writing.run({ text: read.text }, () => setRead(null))}
            >
              {toWrite.length > 0 ? t('apply', { count: toWrite.length }) : t('nothing')}
            </Button>
          </div>
        </>
      )}
    </>
  );
}
