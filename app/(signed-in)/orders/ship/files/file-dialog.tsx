import { getTranslations } from 'next-intl/server';
import { CourierName } from '@/app/ui/courier';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionButton } from '@/app/ui/form/action-button';
import { StateBadge } from '@/app/ui/states';
import { List } from '@/app/ui/table/list';
import { Table } from '@/app/ui/table/table';
import { currentCtx } from '@/lib/auth/current';
import { type WaybillFileRow, waybillFilePushes } from '@/lib/shipping/waybill-files/screen';
import { returnRows } from './actions';

type FileDialogProps = { file: WaybillFileRow | undefined; closeHref: string };

/** The rows of one file; those that the marketplace refused can go back and wait for another. */
export async function FileDialog({ file, closeHref }: FileDialogProps) {
  const [ctx, t] = [await currentCtx(), await getTranslations('waybillFiles')];
  if (!file) return null;
  const pushes = await waybillFilePushes(ctx, file.id);
  const isOpen = file.state === 'done';
  return (
    <Dialog
      title={t('rows.title', { channel: file.channelName })}
      description={t(isOpen ? 'rows.lead' : 'rows.settled')}
      width="wide"
      closeHref={closeHref}
    >
      <List
        total={pushes.length}
        rowIds={isOpen ? pushes.map(({ id }) => id) : []}
        toolbar={
          isOpen && (
            <ActionButton
              size="small"
              action={returnRows}
              input={{ waybillFileId: file.id }}
              selectionAs="pushIds"
            >
              {t('rows.return')}
            </ActionButton>
          )
        }
      >
        <div className="max-h-[56vh] overflow-auto">
          <Table
            label={t('rows.table')}
            rows={pushes}
            rowKey={(push) => push.id}
            selectLabel={isOpen ? (push) => t('rows.select', { orderNo: push.orderNo }) : undefined}
            emptyHint={t('rows.none')}
            columns={[
              { key: 'orderNo', header: t('columns.orderNo'), cell: (push) => push.orderNo },
              { key: 'unitNo', header: t('columns.unitNo'), cell: (push) => push.unitNo },
              {
                key: 'shipmentId',
                header: t('columns.shipmentId'),
                kind: 'number',
                cell: (push) => push.shipmentId,
              },
              {
                key: 'courier',
                header: t('columns.courier'),
                cell: (push) => <CourierName courier={push.courier} none="" />,
              },
              { key: 'waybillNo', header: t('columns.waybillNo'), cell: (push) => push.waybillNo },
              {
                key: 'state',
                header: t('columns.state'),
                cell: (push) => <StateBadge axis="push" state={push.state} />,
              },
            ]}
          />
        </div>
      </List>
      <DialogButtons />
    </Dialog>
  );
}
