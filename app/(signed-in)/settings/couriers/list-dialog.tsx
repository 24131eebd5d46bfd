'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/app/ui/button';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionForm } from '@/app/ui/form/action-form';
import { Field, TextArea } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { addList } from './actions';

/** 번호 목록 추가: full numbers, pasted or from a text file. */
export function ListDialog({ accountId, name }: { accountId: number; name: string }) {
  const t = useTranslations('couriers.addList');
  const [numbers, setNumbers] = useState('');
  return (
    <Dialog
      title={t('title')}
      description={name}
      trigger={<Button size="small">{t('button')}</Button>}
    >
      <ActionForm action={addList} className="grid gap-3">
        <input type="hidden" name="accountId" value={accountId} />
        <Field name="text" label={t('numbers')} hint={t('hint')}>
          <TextArea
            required
            rows={8}
            value={numbers}
            spellCheck={false}
            onChange={(event) => setNumbers(event.target.value)}
            className="numeric"
          />
        </Field>
        <label className="grid gap-1">
          <span className="text-muted text-xs">{t('file')}</span>
          <input
            type="file"
            accept=".txt,.csv,text/plain,text/csv"
            onChange={async (event) => {
              const [file] = event.target.files ?? [];
              if (file) setNumbers(await file.text());
            }}
          />
        </label>
        <DialogButtons>
          <SubmitButton>{t('save')}</SubmitButton>
        </DialogButtons>
      </ActionForm>
    </Dialog>
  );
}
