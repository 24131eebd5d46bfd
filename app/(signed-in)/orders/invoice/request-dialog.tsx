'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { type Params, withParams } from '@/app/ui/filter/params';
import { ActionForm } from '@/app/ui/form/action-form';
import { Checkbox, Field, FieldSet, Input, Radio, Select } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { Notice } from '@/app/ui/notice';
import type { CourierAccount } from '@/lib/invoicing/accounts/courier-accounts';
import { type ExportFormat, MAX_EXPORT_ROWS } from '@/lib/invoicing/exports/export-plan';
import type { LoadSelection } from '@/lib/invoicing/load/load-rows';
import type { TemplateChoice } from '@/lib/invoicing/templates/templates';
import { nameIn } from '@/lib/name-in';
import { RangeTarget } from './range-target';
import { RequestContent, usePreviewOf } from './request-content';
import { request } from './sheet-actions';

type RequestDialogProps = {
  selection: LoadSelection;
  count: number;
  templates: TemplateChoice[];
  accounts: CourierAccount[];
  /** Some row has a contract chosen or proposed. */
  hasProposals: boolean;
  params: Params;
  onClose: () => void;
};

/** 엑셀요청: a file for the courier's program; over the limit of its format it cannot be asked for. */
export function RequestDialog(props: RequestDialogProps) {
  const { selection, count, templates, accounts, hasProposals, params, onClose } = props;
  const t = useTranslations('invoice.request');
  const locale = useLocale();
  const router = useRouter();
  const [format, setFormat] = useState<ExportFormat>('xlsx');
  const [templateKey, setTemplate] = useState(
    () => (fitting(templates, accounts, selection) ?? templates[0])?.key ?? '',
  );
  const [onlyProposed, setOnlyProposed] = useState(hasProposals);
  const [includesRequested, setIncludesRequested] = useState(false);
  const wish = { selection, templateKey, onlyProposed, includesRequested };
  const { preview, failure: unseen } = usePreviewOf(wish);
  const isTooLong = preview !== null && preview.rowCount > MAX_EXPORT_ROWS[format];

  function showExports() {
    onClose();
    router.push(withParams(params, { panel: 'exports' }), { scroll: false });
  }

  return (
    <Dialog title={t('title')} description={t('description')} onClose={onClose}>
      <ActionForm action={request} onDone={showExports} className="grid gap-3">
        <RangeTarget selection={selection} count={count} />
        <RequestContent preview={preview} failure={unseen} />
        <Field
          name="templateKey"
          label={t('template')}
          hint={
            <Link href="/settings/templates" prefetch={false} className="link">
              {t('templateSettings')}
            </Link>
          }
        >
          <Select
            autoFocus
            value={templateKey}
            onChange={(event) => setTemplate(event.target.value)}
          >
            {templates.map((template) => (
              <option key={template.key} value={template.key}>
                {nameIn(locale, template)}
              </option>
            ))}
          </Select>
        </Field>
        <FieldSet
          name="format"
          label={t('format')}
          hint={format === 'csv' ? t('zipHint') : undefined}
        >
          {(['xlsx', 'csv'] as const).map((one) => (
            <Radio
              key={one}
              value={one}
              label={t(`formats.${one}`)}
              checked={format === one}
              onChange={() => setFormat(one)}
            />
          ))}
        </FieldSet>
        <div className="grid grid-cols-2 gap-3">
          <Field name="password" label={t('password')} hint={t('passwordHint')}>
            <Input type="password" autoComplete="new-password" required minLength={6} />
          </Field>
          <Field name="passwordAgain" label={t('passwordAgain')}>
            <Input type="password" autoComplete="new-password" required />
          </Field>
        </div>
        <Field name="reason" label={t('reason')} hint={t('reasonHint')}>
          <Input required maxLength={200} />
        </Field>
        {hasProposals && (
          <Checkbox
            name="onlyProposed"
            label={t('onlyProposed')}
            checked={onlyProposed}
            onChange={(event) => setOnlyProposed(event.target.checked)}
          />
        )}
        <Checkbox
          name="includesRequested"
          label={t('includesRequested')}
          checked={includesRequested}
          onChange={(event) => setIncludesRequested(event.target.checked)}
        />
        {isTooLong && <Notice tone="bad">{t('tooLong')}</Notice>}
        <DialogButtons>
          <SubmitButton disabled={!preview?.shipments || isTooLong}>
            {t('submit', { count: preview?.shipments ?? 0 })}
          </SubmitButton>
        </DialogButtons>
      </ActionForm>
    </Dialog>
  );
}

/** The template of the courier that the list is narrowed to, where it is. */
function fitting(
  templates: TemplateChoice[],
  accounts: CourierAccount[],
  { filter }: LoadSelection,
): TemplateChoice | undefined {
  const courier = accounts.find(({ id }) => String(id) === filter.account)?.courier;
  return templates.find((template) => template.courier === courier);
}
