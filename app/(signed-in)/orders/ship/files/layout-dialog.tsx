import { getTranslations } from 'next-intl/server';
import { Dialog } from '@/app/ui/dialog/dialog';
import { currentCtx } from '@/lib/auth/current';
import { layoutPreview } from '@/lib/shipping/waybill-files/screen';
import { LayoutForm } from './layout-form';

type LayoutDialogProps = { channelId: number; closeHref: string };

/** 송장파일 양식 of one channel, with what it makes of the last numbers. */
export async function LayoutDialog({ channelId, closeHref }: LayoutDialogProps) {
  const [ctx, t] = [await currentCtx(), await getTranslations('waybillFiles.layout')];
  const { channelName, layout, isOwn, headers, rows } = await layoutPreview(ctx, channelId);
  return (
    <Dialog
      title={t('title', { channel: channelName })}
      description={t('lead')}
      width="full"
      closeHref={closeHref}
    >
      <LayoutForm channelId={channelId} layout={layout} isOwn={isOwn}>
        <section className="grid gap-1.5">
          <h3 className="text-muted text-xs">{t('preview')}</h3>
          <div className="overflow-x-auto rounded-md border border-line">
            <table className="table" aria-label={t('preview')}>
              <thead>
                <tr>
                  {headers.map((header, column) => (
                    <th key={keyOf(header, column)} scope="col">
                      {header}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((cells) => (
                  <tr key={cells.join('\n')}>
                    {cells.map((cell, column) => (
                      <td key={keyOf(cell, column)} className="max-w-60 truncate">
                        {cell || '-'}
                      </td>
                    ))}
                  </tr>
                ))}
                {rows.length === 0 && (
                  <tr>
                    <td colSpan={headers.length} data-kind="center" className="text-muted">
                      {t('noPreview')}
                    </td>
                  </tr>
                )}
              </tbody>
            </table>
          </div>
        </section>
      </LayoutForm>
    </Dialog>
  );
}

const keyOf = (text: string, column: number) => `${column} ${text}`;
