import { getTranslations } from 'next-intl/server';
import type { Params } from '@/app/ui/filter/params';
import { Checkbox } from '@/app/ui/form/field';
import { formatNumber } from '@/app/ui/format';
import { ImportDialog } from '@/app/ui/sheet-import/import-dialog';
import { UploadButton } from '@/app/ui/sheet-import/upload-button';
import type { Column } from '@/app/ui/table/table';
import type { Translate } from '@/app/ui/translate';
import { currentCtx } from '@/lib/auth/current';
import { type ImportFilter, type ImportRow, sheetImport } from '@/lib/files/sheet-import';
import type { MatchRow } from '@/lib/matching/sheet/match-sheet';
import { givePassword } from '../actions';
import { bringIn } from './actions';
import { problemText } from './problem-text';

export async function MatchUploadButton() {
  const t = await getTranslations('match.sheet');
  return (
    <UploadButton
      purpose="matches"
      returnTo="/products/matches"
      texts={{ about: t('about'), file: t('file') }}
    />
  );
}

type MatchImportProps = { uploadId: number; filter: ImportFilter; params: Params };

export async function MatchImport({ uploadId, filter, params }: MatchImportProps) {
  const t = await getTranslations('match');
  const ctx = await currentCtx();
  const upload = await sheetImport<MatchRow>(ctx, 'matches', { uploadId, filter });
  if (!upload) return null;
  return (
    <ImportDialog
      upload={upload}
      filter={filter}
      params={params}
      texts={{
        done: t('sheet.done'),
        noRows: t('sheet.failures.noRows'),
        noColumns: t('sheet.failures.noColumns'),
      }}
      columns={columnsOf(t)}
      bringIn={bringIn}
      givePassword={givePassword}
      badRowsHref={`/products/matches/bad-rows?upload=${upload.id}`}
    >
      <Checkbox name="rematch" label={t('sheet.rematch')} />
    </ImportDialog>
  );
}

function columnsOf(t: Translate<'match'>): Column<ImportRow<MatchRow>>[] {
  return [
    {
      key: 'problems',
      header: t('sheet.reason'),
      kind: 'wrap',
      cell: (row) => row.problems.map((problem) => problemText(t, problem)).join(' / ') || '-',
    },
    { key: 'channel', header: t('columns.channel'), cell: (row) => row.channelName || '-' },
    { key: 'productCode', header: t('columns.productCode'), cell: (row) => row.productCode || '-' },
    {
      key: 'productName',
      header: t('columns.productName'),
      kind: 'text',
      cell: (row) => row.productName || '-',
    },
    {
      key: 'option',
      header: t('columns.option'),
      kind: 'text',
      cell: (row) => row.option || '-',
    },
    { key: 'variantCode', header: t('columns.variantCode'), cell: (row) => row.variantCode || '-' },
    {
      key: 'qty',
      header: t('perUnit'),
      kind: 'number',
      cell: (row) => formatNumber(row.qty),
    },
  ];
}
