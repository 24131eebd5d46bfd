'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button, DownloadButton, LinkButton } from '@/app/ui/button';
import { type Params, withParams } from '@/app/ui/filter/params';
import { useSelection } from '@/app/ui/table/selection';
import type { CourierAccount } from '@/lib/invoicing/courier-accounts';
import type { LoadFilter } from '@/lib/invoicing/load-rows';
import type { Printer } from '@/lib/invoicing/printers';
import { readRangeBox } from '@/lib/invoicing/range-box';
import type { TemplateChoice } from '@/lib/invoicing/templates';
import { ChooseDialog } from './choose-dialog';
import { ManageDialog, type ManagedRow } from './manage-dialog';
import { PrintDialog } from './print-dialog';
import { PrintMenu } from './print-menu';
import { RangeBoxInput } from './range-box-input';
import { RegisterDialog } from './register-dialog';
import { RemoveButton } from './remove-button';
import { RequestDialog } from './request-dialog';
import { WaveButtons } from './wave-buttons';

type InvoiceToolbarProps = {
  loadId: number | null;
  filter: LoadFilter;
  /** Of the whole load: the highest 연번. */
  rowCount: number;
  /** Of those that pass the filters. */
  shownCount: number;
  /** Of this page, for the one that is selected. */
  rows: ManagedRow[];
  accounts: CourierAccount[];
  printers: Printer[];
  templates: TemplateChoice[];
  latestFileId: number | null;
  /** Some row has a contract chosen or proposed. */
  hasProposals: boolean;
  params: Params;
};

/** What is done to a range of the load. An empty range means all that pass the filters, but for deleting. */
export function InvoiceToolbar(props: InvoiceToolbarProps) {
  const { loadId, filter, rowCount, shownCount, rows, latestFileId } = props;
  const t = useTranslations('invoice.toolbar');
  const [box, setBox] = useState('');
  const [open, setOpen] = useState<'register' | 'manage' | 'choose' | 'request' | 'print' | null>(
    null,
  );
  const { ids } = useSelection();
  const range = readRangeBox(box, rowCount);
  const named = 'wrong' in range ? null : range.numbers.length;
  const count = named || shownCount;
  const isReady = loadId !== null && count > 0 && named !== null;
  const target = { selection: { loadId: loadId ?? 0, box: box.trim(), filter }, count };
  const selected = ids.length === 1 ? rows.find((row) => row.shipmentId === ids[0]) : undefined;
  const close = () => setOpen(null);
  const panel = (name: 'excel' | 'exports') => ({
    href: withParams(props.params, { panel: name }),
    scroll: false,
    prefetch: false,
  });

  return (
    <div role="toolbar" aria-label={t('label')} className="flex flex-wrap items-center gap-1.5">
      <RemoveButton selection={target.selection} disabled={!isReady || !named} />
      <Button
        disabled={!selected}
        title={selected ? undefined : t('manageHint')}
        onClick={() => setOpen('manage')}
      >
        {t('manage')}
      </Button>
      <Button disabled={!isReady} onClick={() => setOpen('choose')}>
        {t('choose')}
      </Button>
      <WaveButtons
        selection={target.selection}
        ticked={box.trim() === '' ? ids.map(Number) : []}
        disabled={!isReady}
      />
      <RangeBoxInput
        box={box}
        last={rowCount}
        disabled={loadId === null}
        onChange={setBox}
        onEnter={() => isReady && setOpen('register')}
      />
      <Button variant="primary" disabled={!isReady} onClick={() => setOpen('register')}>
        {t('register')}
      </Button>
      <PrintMenu
        selection={target.selection}
        disabled={!isReady}
        onLabels={() => setOpen('print')}
      />
      <RemoveButton
        selection={target.selection}
        all={shownCount}
        disabled={loadId === null || shownCount === 0}
      />
      <LinkButton {...panel('excel')}>{t('excelManage')}</LinkButton>
      <LinkButton {...panel('exports')}>{t('excelHistory')}</LinkButton>
      <Button disabled={!isReady} onClick={() => setOpen('request')}>
        {t('excelRequest')}
      </Button>
      {latestFileId === null ? (
        <Button disabled title={t('noDownload')}>
          {t('excelDownload')}
        </Button>
      ) : (
        <DownloadButton href={`/api/files/${latestFileId}`}>{t('excelDownload')}</DownloadButton>
      )}
      <LinkButton href="/orders/invoice/suppliers" prefetch={false}>
        {t('suppliers')}
      </LinkButton>
      <Link {...panel('excel')} className="link text-xs">
        {t('notIntegrated')}
      </Link>
      {open === 'register' && (
        <RegisterDialog
          {...target}
          accounts={props.accounts}
          hasProposals={props.hasProposals}
          printers={props.printers}
          onClose={close}
        />
      )}
      {open === 'print' && (
        <PrintDialog
          {...target}
          printers={props.printers}
          usualSize={props.accounts[0]?.labelSize ?? '100x150'}
          onClose={close}
        />
      )}
      {open === 'manage' && selected && <ManageDialog row={selected} onClose={close} />}
      {open === 'choose' && (
        <ChooseDialog
          {...target}
          ticked={box.trim() === '' ? ids.map(Number) : []}
          accounts={props.accounts}
          onClose={close}
        />
      )}
      {open === 'request' && (
        <RequestDialog
          {...target}
          templates={props.templates}
          accounts={props.accounts}
          hasProposals={props.hasProposals}
          onClose={close}
        />
      )}
    </div>
  );
}
