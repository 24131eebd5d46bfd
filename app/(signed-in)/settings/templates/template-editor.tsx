'use client';

import { useTranslations } from 'next-intl';
import { type SubmitEvent, useState } from 'react';
import { Button } from '@/app/ui/button';
import { CourierOptions } from '@/app/ui/courier';
import { DialogButtons, useDialog } from '@/app/ui/dialog/dialog';
import { Field, FieldSet, Input, Radio, Select } from '@/app/ui/form/field';
import { FormStateContext } from '@/app/ui/form/form-state';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { useAction } from '@/app/ui/form/use-action';
import { Notice } from '@/app/ui/notice';
import type { SheetTemplate } from '@/lib/sheets/formats/sheet-template';
import { lacksOf } from '@/lib/sheets/formats/template-lacks';
import { save } from './actions';
import { ColumnRow } from './column-row';
import { type ColumnDraft, moved, replaced, without } from './drafts';
import { TemplatePreviewTable } from './template-preview';

type TemplateEditorProps = {
  /** None for a new one. */
  id: number | undefined;
  name: string;
  template: SheetTemplate & { courier: string };
};

/** Columns in their order, what each says, and how the file would look on the newest parcels. */
export function TemplateEditor({ id, name, template }: TemplateEditorProps) {
  const t = useTranslations('templates');
  const dialog = useDialog();
  const { run, pending, failure } = useAction(save);
  const [courier, setCourier] = useState(template.courier);
  const [rowPer, setRowPer] = useState(template.rowPer);
  const [drafts, setDrafts] = useState<ColumnDraft[]>(() =>
    template.columns.map((column, index) => ({ ...column, key: index })),
  );
  const columns = drafts.map(({ header, value }) => ({ header, value }));
  const lacks = lacksOf({ columns });

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = new FormData(event.currentTarget).get('name');
    run({ id, name: given, courier, rowPer, columns }, () => dialog?.close());
  }

  function add() {
    const key = Math.max(-1, ...drafts.map((draft) => draft.key)) + 1;
    setDrafts([...drafts, { key, header: '', value: { fixed: '' } }]);
  }

  return (
    <FormStateContext value={{ pending, errors: failure?.fields ?? {}, failure: failure?.message }}>
      <form method="post" onSubmit={submit} className="grid gap-3" aria-busy={pending}>
        <div className="grid grid-cols-[1fr_180px_260px] gap-3">
          <Field name="name" label={t('name')}>
            <Input required maxLength={50} defaultValue={name} autoFocus />
          </Field>
          <Field name="courier" label={t('columns.courier')}>
            <Select value={courier} onChange={(event) => setCourier(event.target.value)}>
              <CourierOptions />
            </Select>
          </Field>
          <FieldSet name="rowPer" label={t('columns.rowPer')}>
            {(['shipment', 'item'] as const).map((one) => (
              <Radio
                key={one}
                value={one}
                label={t(`rowPer.${one}`)}
                checked={rowPer === one}
                onChange={() => setRowPer(one)}
              />
            ))}
          </FieldSet>
        </div>
        <ol aria-label={t('columnList')} className="grid max-h-[38vh] gap-1 overflow-y-auto pr-1">
          {drafts.map((draft, index) => (
            <ColumnRow
              key={draft.key}
              number={index + 1}
              last={drafts.length}
              draft={draft}
              onChange={(changed) => setDrafts(replaced(drafts, changed))}
              onMove={(step) => setDrafts(moved(drafts, index, step))}
              onRemove={() => setDrafts(without(drafts, draft.key))}
            />
          ))}
        </ol>
        <div>
          <Button onClick={add} disabled={drafts.length >= 60}>
            {t('addColumn')}
          </Button>
        </div>
        {lacks.length > 0 && (
          <Notice tone="warn">
            {lacks.map((lack) => (
              <p key={lack}>{t(`lacks.${lack}`)}</p>
            ))}
          </Notice>
        )}
        <TemplatePreviewTable layout={{ courier, rowPer, columns }} />
        <DialogButtons>
          <SubmitButton disabled={drafts.length === 0}>{t('save')}</SubmitButton>
        </DialogButtons>
      </form>
    </FormStateContext>
  );
}
