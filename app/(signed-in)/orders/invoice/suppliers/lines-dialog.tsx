import { getTranslations } from 'next-intl/server';
import { Badge } from '@/app/ui/badge';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { StateBadge } from '@/app/ui/states';
import { Table } from '@/app/ui/table/table';
import { currentCtx } from '@/lib/auth/current';
import { purchaseLines, type SupplierWork } from '@/lib/invoicing/purchase-orders/screen';

type LinesDialogProps = { supplier: SupplierWork | undefined; closeHref: string };

/** What one supplier is to send, before it is asked for and while its numbers are not back. */
export async function LinesDialog({ supplier, closeHref }: LinesDialogProps) {
  const [ctx, t] = [await currentCtx(), await getTranslations('suppliers')];
  if (!supplier) return null;
  const { total, lines } = await purchaseLines(ctx, supplier.id);
  return (
    <Dialog
      title={t('lines.title', { supplier: supplier.name })}
      description={
        lines.length < total
          ? t('lines.first', { shown: lines.length, total })
          : t('lines.all', { total })
      }
      width="wide"
      closeHref={closeHref}
    >
      <div className="max-h-[60vh] overflow-auto">
        <Table
          label={t('lines.table')}
          rows={lines}
          rowKey={(line) => line.shipmentId}
          emptyHint={t('lines.none')}
          columns={[
            {
              key: 'shipment',
              header: t('columns.shipmentId'),
              kind: 'number',
              cell: (line) => line.shipmentId,
            },
            {
              key: 'order',
              header: t('columns.marketOrderNo'),
              cell: (line) => line.orderNo,
            },
            { key: 'recipient', header: t('columns.recipient'), cell: (line) => line.recipient },
            {
              key: 'items',
              header: t('columns.items'),
              kind: 'wrap',
              cell: (line) =>
                line.items
                  .map(({ name, option, quantity }) =>
                    t('lines.item', { name, option: option || '-', quantity }),
                  )
                  .join(', '),
            },
            {
              key: 'state',
              header: t('columns.state'),
              cell: (line) => (
                <span className="inline-flex gap-1">
                  <StateBadge axis="stage" state={line.stage} />
                  {line.isHeld && <Badge tone="warn">{t('lines.held')}</Badge>}
                  {line.isAsked && <Badge tone="accent">{t('lines.asked')}</Badge>}
                </span>
              ),
            },
          ]}
        />
      </div>
      <DialogButtons />
    </Dialog>
  );
}
