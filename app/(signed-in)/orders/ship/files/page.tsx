import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { LinkButton } from '@/app/ui/button';
import { type Params, readParams, withParams } from '@/app/ui/filter/params';
import { StageScreen } from '@/app/ui/frame/stage-screen';
import { LiveRefresh } from '@/app/ui/run/live-refresh';
import { List } from '@/app/ui/table/list';
import { Table } from '@/app/ui/table/table';
import { currentCtx } from '@/lib/auth/current';
import { idParam } from '@/lib/ids';
import { fileChannels, waybillFiles } from '@/lib/shipping/waybill-files/screen';
import { channelColumns } from './channel-columns';
import { fileColumns } from './file-columns';
import { FileDialog } from './file-dialog';
import { LayoutDialog } from './layout-dialog';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('waybillFiles');
  return { title: t('title') };
}

/** 송장파일: numbers for marketplaces without an API, on their way in files. */
export default async function WaybillFilesPage({
  searchParams,
}: {
  searchParams: Promise<Params>;
}) {
  const params = await searchParams;
  const [ctx, t] = [await currentCtx(), await getTranslations('waybillFiles')];
  const asked = readParams(params, { file: idParam, layout: idParam });
  const [channels, files] = await Promise.all([fileChannels(ctx), waybillFiles(ctx)]);
  const isMaking = files.some(({ state }) => state === 'queued' || state === 'running');
  const closeHref = withParams(params, { file: undefined, layout: undefined });

  return (
    <StageScreen stage="ship" namespaces={['waybillFiles']} help={<p>{t('help')}</p>}>
      <LiveRefresh active={isMaking} />
      <div className="flex items-center gap-3">
        <h2 className="text-lg">{t('title')}</h2>
        <p className="text-muted">{t('lead')}</p>
        <LinkButton href="/orders/ship" size="small" className="ml-auto">
          {t('back')}
        </LinkButton>
      </div>
      <List total={channels.length}>
        <Table
          label={t('channels')}
          columns={channelColumns(t, params)}
          rows={channels}
          rowKey={(row) => row.channelId}
          rowTone={(row) => (row.waiting > 0 ? 'accent' : undefined)}
          emptyHint={t('noChannels')}
        />
      </List>
      <List total={files.length}>
        <Table
          label={t('files')}
          columns={fileColumns(t, params, files.length)}
          rows={files}
          rowKey={(row) => row.id}
          emptyHint={t('noFiles')}
        />
      </List>
      {asked.file && (
        <FileDialog
          key={`file-${asked.file}`}
          file={files.find(({ id }) => id === asked.file)}
          closeHref={closeHref}
        />
      )}
      {asked.layout && (
        <LayoutDialog
          key={`layout-${asked.layout}`}
          channelId={asked.layout}
          closeHref={closeHref}
        />
      )}
    </StageScreen>
  );
}
