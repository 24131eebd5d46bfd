import { getTranslations } from 'next-intl/server';
import { LinkButton } from '@/app/ui/button';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { type Params, withParams } from '@/app/ui/filter/params';
import { formatDifference, formatNumber, formatTime } from '@/app/ui/format';
import { type Column, Table } from '@/app/ui/table/table';
import type { Translate } from '@/app/ui/translate';
import { currentCtx } from '@/lib/auth/current';
import { type Movement, stockLedger } from '@/lib/stock/screen';
import { nameOf } from './desk-variant';

type LedgerDialogProps = {
  variantId: number;
  olderThan: number | null;
  params: Params;
  closeHref: string;
};
/** 이동 내역: what came, went and was corrected, each with what it left on hand. */
export async function LedgerDialog(props: LedgerDialogProps) {
  const { variantId, olderThan, params, closeHref } = props;
  const t = await getTranslations('stock');
  const ledger = await stockLedger(await currentCtx(), variantId, olderThan);
  if (!ledger) return null;
  const older = ledger.olderThan && withParams(params, { before: String(ledger.olderThan) });
  return (
    <Dialog
      key={variantId}
      title={t('ledger.title')}
      description={`${ledger.variantCode} · ${nameOf(ledger)}`}
      width="wide"
      closeHref={closeHref}
    >
      <div className="-mx-5 -mt-4 mb-4">
        <Table
          label={t('ledger.title')}
          rows={ledger.movements}
          rowKey={(movement) => movement.id}
          emptyHint={t('ledger.empty')}
          columns={ledgerColumns(t)}
        />
      </div>
      <DialogButtons>
        {olderThan !== null && (
          <LinkButton href={withParams(params, { before: undefined })} replace scroll={false}>
            {t('ledger.newest')}
          </LinkButton>
        )}
        {older && (
          <LinkButton href={older} replace prefetch={false} scroll={false}>
            {t('ledger.older')}
          </LinkButton>
        )}
      </DialogButtons>
    </Dialog>
  );
}

function ledgerColumns(t: Translate<'stock'>): Column<Movement>[] {
  return [
    { key: 'at', header: t('columns.at'), cell: ({ at }) => formatTime(at) },
    { key: 'kind', header: t('columns.kind'), cell: ({ kind }) => t(`kinds.${kind}`) },
    {
      key: 'qty',
      header: t('columns.qty'),
      kind: 'number',
      cell: ({ qty }) => formatDifference(qty),
    },
    {
      key: 'after',
      header: t('columns.after'),
      kind: 'number',
      cell: ({ onHand }) => formatNumber(onHand),
    },
    {
      key: 'reason',
      header: t('columns.reason'),
      kind: 'wrap',
      cell: ({ reason }) => reason || '-',
    },
    {
      key: 'shipment',
      header: t('columns.shipment'),
      kind: 'number',
      cell: ({ shipmentId }) => shipmentId ?? '-',
    },
    { key: 'operator', header: t('columns.operator'), cell: ({ operator }) => operator ?? '-' },
  ];
}
