'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useState } from 'react';
import { Button, DownloadButton, LinkButton } from '@/app/ui/button';
import { type Params, withParams } from '@/app/ui/filter/params';
import { ActionButton } from '@/app/ui/form/action-button';
import { useSelection } from '@/app/ui/table/selection';
import type { CourierAccount } from '@/lib/invoicing/courier-accounts';
import type { LoadFilter } from '@/lib/invoicing/load-rows';
import { readRangeBox } from '@/lib/invoicing/range-box';
import type { TemplateChoice } from '@/lib/invoicing/templates';
import { remove } from './actions';
import { ManageDialog, type ManagedRow } from './manage-dialog';
import { PrintMenu } from './print-menu';
import { RegisterDialog } from './register-dialog';
import { RequestDialog } from './request-dialog';

export type InvoiceToolbarProps = {
  loadId: number | null;
  filter: LoadFilter;
  /** Of the whole load: the highest 연번. */
  rowCount: number;
  /** Of those that pass the filters. */
  shownCount: number;
  /** Of this page, for the one that is selected. */
  rows: ManagedRow[];
  accounts: CourierAccount[];
  templates: TemplateChoice[];
  latestFileId: number | null;
  params: Params;
};

/** What is done to a range of the load. An empty range means all that pass the filters, but for deleting. */
export function InvoiceToolbar(props: InvoiceToolbarProps) {
  const { loadId, filter, rowCount, shownCount, rows, params } = props;
  const t = useTranslations('invoice.toolbar');
  const [box, setBox] = useState('');
  const [open, setOpen] = useState<'register' | 'manage' | 'request' | null>(null);
  const { ids } = useSelection();
  const range = readRangeBox(box, rowCount);
  const wrong = 'wrong' in range ? range.wrong : null;
  const isReady = loadId !== null && shownCount > 0 && wrong === null;
  const selection = { loadId: loadId ?? 0, box, filter };
  const selected = ids.length === 1 ? rows.find((row) => row.shipmentId === ids[0]) : undefined;
  const close = () => setOpen(null);

  function onBoxKey(event: KeyboardEvent) {
    if (event.key === 'Enter' && isReady) setOpen('register');
  }

  return (
    <div role="toolbar" aria-label={t('label')} className="flex flex-wrap items-center gap-1.5">
      <ActionButton
        action={remove}
        variant="danger"
        input={{ selection, all: false }}
        disabled={!isReady || box.trim() === ''}
        confirm={{
          title: t('removeTitle'),
          body: t('removeBody', { box: box.trim() }),
          label: t('remove'),
        }}
      >
        {t('remove')}
      </ActionButton>
      <Button
        disabled={!selected}
        title={selected ? undefined : t('manageHint')}
        onClick={() => setOpen('manage')}
      >
        {t('manage')}
      </Button>
      <input
        aria-label={t('box')}
        placeholder={t('boxHint')}
        value={box}
        onChange={(event) => setBox(event.target.value)}
        onKeyDown={onBoxKey}
        disabled={loadId === null}
        aria-invalid={wrong !== null}
        title={wrong === null ? undefined : t('boxWrong', { part: wrong, last: rowCount })}
        className="input w-40"
      />
      <Button variant="primary" disabled={!isReady} onClick={() => setOpen('register')}>
        {t('register')}
      </Button>
      <PrintMenu selection={selection} disabled={!isReady} />
      <ActionButton
        action={remove}
        variant="danger"
        input={{ selection, all: true }}
        disabled={loadId === null || shownCount === 0}
        confirm={{
          title: t('removeAllTitle'),
          body: t('removeAllBody', { count: shownCount }),
          label: t('removeAll'),
        }}
      >
        {t('removeAll')}
      </ActionButton>
      <span className="mx-1 h-5 border-line border-l" aria-hidden />
      <LinkButton href={withParams(params, { panel: 'excel' })} scroll={false} prefetch={false}>
        {t('excelManage')}
      </LinkButton>
      <LinkButton href={withParams(params, { panel: 'exports' })} scroll={false} prefetch={false}>
        {t('excelHistory')}
      </LinkButton>
      <Button disabled={!isReady} onClick={() => setOpen('request')}>
        {t('excelRequest')}
      </Button>
      {props.latestFileId === null ? (
        <Button disabled title={t('noDownload')}>
          {t('excelDownload')}
        </Button>
      ) : (
        <DownloadButton href={`/api/files/${props.latestFileId}`}>
          {t('excelDownload')}
        </DownloadButton>
      )}
      <Link
        href={withParams(params, { panel: 'excel' })}
        scroll={false}
        prefetch={false}
        className="link text-xs"
      >
        {t('notIntegrated')}
      </Link>
      {open === 'register' && (
        <RegisterDialog
          selection={selection}
          count={'numbers' in range && range.numbers.length > 0 ? range.numbers.length : shownCount}
          accounts={props.accounts}
          onClose={close}
        />
      )}
      {open === 'manage' && selected && <ManageDialog row={selected} onClose={close} />}
      {open === 'request' && (
        <RequestDialog
          selection={selection}
          count={'numbers' in range && range.numbers.length > 0 ? range.numbers.length : shownCount}
          templates={props.templates}
          onClose={close}
        />
      )}
    </div>
  );
}
