import { getTranslations } from 'next-intl/server';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { FilterBar } from '@/app/ui/filter/filter-bar';
import { FilterLabel, FilterSelect } from '@/app/ui/filter/filter-fields';
import { type Params, withParams } from '@/app/ui/filter/params';
import { formatTime } from '@/app/ui/format';
import type { Translate } from '@/app/ui/translate';
import { currentCtx } from '@/lib/auth/current';
import { importScreen, pastUploads } from '@/lib/invoicing/imports/import-screen';
import type { Asked } from './asked';
import { ExcelUpload } from './excel-upload';
import { ProcessDialog } from './process-dialog';

/** 송장엑셀관리: files that couriers' programs gave back, read, looked at, and then registered. */
export async function ExcelDialog({ asked, params }: { asked: Asked; params: Params }) {
  const [ctx, t] = [await currentCtx(), await getTranslations('invoice.excel')];
  const uploads = await pastUploads(ctx);
  const uploadId = asked.upload ?? uploads[0]?.id;
  const screen = uploadId ? await importScreen(ctx, uploadId, asked) : null;
  const closed = { panel: undefined, upload: undefined, outcome: undefined, word: undefined };
  const asking = Object.entries(params).filter(([name]) => name !== 'upload' && name !== 'word');
  const kept = Object.fromEntries(asking.map(([name, value]) => [name, [value].flat()[0]]));
  const here = `/orders/invoice${withParams(params, { ...closed, panel: 'excel' })}`;

  return (
    <Dialog title={t('title')} closeHref={withParams(params, closed)} width="full">
      <div className="grid gap-2.5">
        <div className="flex items-center gap-2">
          <h3 className="text-lg">{t('heading')}</h3>
          <div className="ml-auto">
            <ProcessDialog returnTo={here} />
          </div>
        </div>
        <FilterBar keep={kept}>
          <FilterSelect
            name="upload"
            label={t('uploads')}
            value={String(uploadId ?? '')}
            options={
              uploads.length === 0
                ? [{ value: '', label: t('noUploads') }]
                : uploads.map(({ id, fileName, uploadedAt, state }) => ({
                    value: String(id),
                    label: `${t('fileOption', { name: fileName, at: formatTime(uploadedAt) })} · ${stateText(t, state)}`,
                  }))
            }
          />
          <FilterLabel label={t('word')}>
            <input
              key={asked.word}
              type="search"
              name="word"
              defaultValue={asked.word}
              aria-label={t('word')}
              placeholder={t('wordHint')}
              maxLength={100}
              className="input w-56"
            />
          </FilterLabel>
        </FilterBar>
        {screen ? (
          <ExcelUpload screen={screen} asked={asked} params={params} />
        ) : (
          <p className="panel px-3 py-8 text-center">
            <span className="font-medium">{t('noUploads')}</span>
            <br />
            <span className="text-muted">{t('noUploadsHint')}</span>
          </p>
        )}
      </div>
      <DialogButtons />
    </Dialog>
  );
}

function stateText(t: Translate<'invoice.excel'>, state: string): string {
  const key = `states.${state}` as Parameters<Translate<'invoice.excel'>>[0];
  return t.has(key) ? t(key) : state;
}
