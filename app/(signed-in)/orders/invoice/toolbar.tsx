'use client';

import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { Button, LinkButton } from '@/app/ui/button';
import type { Params } from '@/app/ui/filter/params';
import { useSelection } from '@/app/ui/table/selection';
import type { CourierAccount } from '@/lib/invoicing/accounts/courier-accounts';
import type { LoadFilter } from '@/lib/invoicing/load/load-rows';
import { readRangeBox, writeRangeBox } from '@/lib/invoicing/load/range-box';
import type { Printer } from '@/lib/invoicing/prints/printers';
import type { TemplateChoice } from '@/lib/invoicing/templates/templates';
import { CancelRowsButton } from './cancel-rows-button';
import { ChooseDialog } from './choose-dialog';
import { ExcelButtons, type LastExport } from './excel-buttons';
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
  /** Of this page, for those that are ticked. */
  rows: (ManagedRow & { rowNo: number })[];
  accounts: CourierAccount[];
  printers: Printer[];
  templates: TemplateChoice[];
  /** The last request of whoever looks. */
  lastExport: LastExport | null;
  /** Some row of the load is with the courier's program. */
  hasRequested: boolean;
  /** Some row has a contract chosen or proposed. */
  hasProposals: boolean;
  params: Params;
};

/** Where there is no room for all, one kind of buttons stands below the other. */
const GROUP = 'flex flex-wrap items-center justify-end gap-1.5';

/**
 * What is done to a range of the load: the one in the box, else the ticked rows. Without either all that
 * pass the filters are meant, but for deleting.
 */
export function InvoiceToolbar(props: InvoiceToolbarProps) {
  const { loadId, filter, rowCount, shownCount, rows } = props;
  const t = useTranslations('invoice.toolbar');
  const [box, setBox] = useState('');
  const [open, setOpen] = useState<'register' | 'manage' | 'choose' | 'request' | 'print' | null>(
    null,
  );
  const printing = useRef<HTMLButtonElement>(null);
  const { ids } = useSelection();
  const ticked = rows.filter(({ shipmentId }) => ids.includes(shipmentId));
  const meant = box.trim() || writeRangeBox(ticked.map(({ rowNo }) => rowNo));
  const range = readRangeBox(meant, rowCount);
  const named = 'wrong' in range ? null : range.numbers.length;
  const count = named || shownCount;
  const isReady = loadId !== null && count > 0 && named !== null;
  const target = { selection: { loadId: loadId ?? 0, box: meant, filter }, count };
  const selected = ticked.length === 1 ? ticked[0] : undefined;
  const close = () => setOpen(null);

  return (
    <div
      role="toolbar"
      aria-label={t('label')}
      className="flex flex-1 flex-wrap items-center justify-end gap-1.5"
    >
      <div className={GROUP}>
        <RemoveButton
          selection={target.selection}
          disabled={!isReady || !named}
          title={named ? undefined : t('removeHint')}
        />
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
        <WaveButtons {...target} disabled={!isReady} />
        <RangeBoxInput
          box={box}
          last={rowCount}
          disabled={loadId === null}
          onChange={setBox}
          onEnter={() => isReady && setOpen('register')}
        />
        <Button
          needs="personalData"
          variant="primary"
          disabled={!isReady}
          onClick={() => setOpen('register')}
        >
          {t('register')}
        </Button>
        <PrintMenu
          selection={target.selection}
          disabled={!isReady}
          onLabels={() => setOpen('print')}
          ref={printing}
        />
      </div>
      <div className={GROUP}>
        <RemoveButton
          selection={target.selection}
          all={shownCount}
          disabled={loadId === null || shownCount === 0}
        />
        <ExcelButtons
          params={props.params}
          lastExport={props.lastExport}
          mayRequest={isReady}
          onRequest={() => setOpen('request')}
        >
          {props.hasRequested && (
            <CancelRowsButton
              selection={target.selection}
              count={count}
              disabled={!isReady || !named}
            />
          )}
        </ExcelButtons>
        <LinkButton href="/orders/invoice/suppliers" prefetch={false}>
          {t('suppliers')}
        </LinkButton>
      </div>
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
          returnTo={() => printing.current}
        />
      )}
      {open === 'manage' && selected && <ManageDialog row={selected} onClose={close} />}
      {open === 'choose' && <ChooseDialog {...target} accounts={props.accounts} onClose={close} />}
      {open === 'request' && (
        <RequestDialog
          {...target}
          templates={props.templates}
          accounts={props.accounts}
          hasProposals={props.hasProposals}
          params={props.params}
          onClose={close}
        />
      )}
    </div>
  );
}
