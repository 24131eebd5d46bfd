import { getTranslations } from 'next-intl/server';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionButton } from '@/app/ui/form/action-button';
import { PreviewPanel } from '@/app/ui/run/preview-panel';
import { Table } from '@/app/ui/table/table';
import { currentCtx } from '@/lib/auth/current';
import { previewDeletion } from '@/lib/registration/delete-upload';
import { findUpload } from '@/lib/registration/screen';
import { deleteFile } from './actions';

const SHOWN_ORDERS = 100;

/** 엑셀주문삭제: what would go, what stays and why, before it is done. */
export async function DeletionDialog(props: { uploadId: number; closeHref: string }) {
  const { uploadId, closeHref } = props;
  const [ctx, t] = [await currentCtx(), await getTranslations('register')];
  const upload = await findUpload(ctx, uploadId);
  if (!upload) return null;
  const { deleted, trimmed, kept } = await previewDeletion(ctx, uploadId);
  const changed = deleted + trimmed;
  const hasOrders = changed + kept.length > 0;
  const isGone = upload.state === 'deleted';
  return (
    <Dialog
      title={t('deletion.title')}
      description={t('deletion.about', {
        channel: upload.channelName,
        file: upload.fileName,
        rows: upload.rowCount,
      })}
      width="wide"
      closeHref={closeHref}
    >
      <div className="grid gap-3">
        {hasOrders ? (
          <PreviewPanel
            preview={{
              runnable: changed > 0,
              counts: [
                { label: t('deletion.deletable'), count: deleted, tone: 'bad' },
                ...(trimmed > 0
                  ? [{ label: t('deletion.trimmed'), count: trimmed, tone: 'bad' as const }]
                  : []),
                { label: t('deletion.kept'), count: kept.length },
              ],
              note: t('deletion.explain'),
            }}
          />
        ) : (
          <p className="py-2">{isGone ? t('preview.deleted') : t('deletion.nothing')}</p>
        )}
        {kept.length > 0 && (
          <div className="max-h-80 overflow-auto rounded-md border border-line">
            <Table
              label={t('deletion.keptList')}
              rows={kept.slice(0, SHOWN_ORDERS)}
              rowKey={(order) => order.orderNo}
              columns={[
                { key: 'orderNo', header: t('columns.orderNo'), cell: (order) => order.orderNo },
                {
                  key: 'reason',
                  header: t('columns.reason'),
                  kind: 'wrap',
                  cell: (order) => t(`kept.${order.reason}`),
                },
              ]}
            />
          </div>
        )}
        {kept.length > SHOWN_ORDERS && (
          <p className="text-muted">{t('deletion.more', { count: kept.length - SHOWN_ORDERS })}</p>
        )}
        <DialogButtons>
          {!isGone && (
            <ActionButton
              action={deleteFile}
              input={{ uploadId }}
              variant="danger"
              disabled={hasOrders && changed === 0}
            >
              {hasOrders ? t('deletion.submit', { count: changed }) : t('deletion.submitFile')}
            </ActionButton>
          )}
        </DialogButtons>
      </div>
    </Dialog>
  );
}
