import { getTranslations } from 'next-intl/server';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import type { Params } from '@/app/ui/filter/params';
import { Notice } from '@/app/ui/notice';
import { LiveRefresh } from '@/app/ui/run/live-refresh';
import { Progress } from '@/app/ui/run/progress';
import { PasswordForm } from '@/app/ui/sheet-import/password-form';
import { currentCtx } from '@/lib/auth/current';
import { columnPicker, uploadPreview } from '@/lib/registration/preview';
import { findUpload, type UploadRow } from '@/lib/registration/screen';
import { orderFormatKeys, orderFormatOf } from '@/lib/sheets/formats/order-formats';
import { givePassword } from './actions';
import { ColumnForm } from './column-form';
import { type AskedRows, Preview } from './upload-preview';

type Asked = AskedRows & { uploadId: number };
type UploadDialogProps = { asked: Asked; params: Params; closeHref: string };

/** States in which there are rows to look at. */
const TABLES: readonly UploadRow['state'][] = ['needs_mapping', 'previewed', 'committed'];

/** One upload on its way from a file to orders, whatever it waits for. */
export async function UploadDialog({ asked, params, closeHref }: UploadDialogProps) {
  const [ctx, t] = [await currentCtx(), await getTranslations('register')];
  const upload = await findUpload(ctx, asked.uploadId);
  if (!upload) return null;
  return (
    <Dialog
      title={t('preview.title')}
      description={t('preview.about', { channel: upload.channelName, file: upload.fileName })}
      width={TABLES.includes(upload.state) ? 'full' : 'narrow'}
      closeHref={closeHref}
    >
      <UploadState upload={upload} asked={asked} params={params} />
    </Dialog>
  );
}

type StateProps = { upload: UploadRow; asked: Asked; params: Params };

async function UploadState({ upload, asked, params }: StateProps) {
  const [ctx, t] = [await currentCtx(), await getTranslations('register')];
  switch (upload.state) {
    case 'queued':
    case 'parsing':
      return (
        <div className="grid gap-2 py-6">
          <Progress label={t('preview.reading')} done={upload.doneCount} total={null} active />
          <LiveRefresh active everyMs={700} />
        </div>
      );
    case 'to_register':
    case 'registering':
      return (
        <div className="grid gap-2 py-6">
          <Progress
            label={t('preview.registering')}
            done={upload.doneCount}
            total={upload.rowCount - upload.badCount}
            active
          />
          <p className="text-muted">{t('preview.leave')}</p>
          <LiveRefresh active everyMs={700} />
        </div>
      );
    case 'needs_password':
      return (
        <PasswordForm
          action={givePassword}
          uploadId={upload.id}
          isWrong={upload.error === 'passwordWrong'}
        />
      );
    case 'needs_mapping':
      return (
        <ColumnForm
          of={{ uploadId: upload.id, isRead: upload.rowCount > 0 }}
          picker={await columnPicker(ctx, upload.id)}
        />
      );
    case 'failed':
      return (
        <div className="grid gap-3">
          <Notice tone="bad">{await failureText(upload.error ?? '')}</Notice>
          <DialogButtons />
        </div>
      );
    case 'deleted':
      return (
        <>
          <p className="py-4">{t('preview.deleted')}</p>
          <DialogButtons />
        </>
      );
    case 'previewed':
    case 'committed':
      return (
        <Preview
          upload={upload}
          preview={await uploadPreview(ctx, asked)}
          asked={asked}
          params={params}
        />
      );
  }
}

async function failureText(error: string): Promise<string> {
  const [t, files] = [await getTranslations('register'), await getTranslations('files.sheet')];
  const [kind = '', detail = ''] = error.split(':');
  if (kind === 'otherMarketplace') {
    const key = orderFormatKeys.find((candidate) => candidate === detail);
    const format = key ? orderFormatOf(key).koreanName : detail;
    return t('failures.otherMarketplace', { format });
  }
  if (kind === 'noRows') return t('failures.noRows');
  return files.has(kind as 'unexpected') ? files(kind as 'unexpected') : files('unexpected');
}
