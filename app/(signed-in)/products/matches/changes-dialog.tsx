import { getTranslations } from 'next-intl/server';
import { Badge } from '@/app/ui/badge';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { formatTime } from '@/app/ui/format';
import { Table } from '@/app/ui/table/table';
import { currentCtx } from '@/lib/auth/current';
import { changesOfMatch } from '@/lib/matching/matches-screen';

/** Who gave a match which meaning, and when. */
export async function ChangesDialog({
  matchId,
  closeHref,
}: {
  matchId: number;
  closeHref: string;
}) {
  const t = await getTranslations('match');
  const changes = await changesOfMatch(await currentCtx(), matchId);
  const meaning = (text: string | null) => (text === null ? '-' : text || t('noGoods'));
  return (
    <Dialog title={t('matches.changes')} width="wide" closeHref={closeHref}>
      <Table
        label={t('matches.changes')}
        rows={changes.map((change, index) => ({ ...change, id: index }))}
        rowKey={(change) => change.id}
        columns={[
          { key: 'at', header: t('columns.matchedAt'), cell: (change) => formatTime(change.at) },
          {
            key: 'operator',
            header: t('columns.operator'),
            cell: (change) => change.operator ?? t('matches.automatic'),
          },
          {
            key: 'before',
            header: t('matches.before'),
            kind: 'wrap',
            cell: (change) => meaning(change.before),
          },
          {
            key: 'after',
            header: t('matches.after'),
            kind: 'wrap',
            cell: (change) => meaning(change.after),
          },
          {
            key: 'undone',
            header: '',
            cell: (change) => change.isUndone && <Badge>{t('matches.undone')}</Badge>,
          },
        ]}
      />
      <DialogButtons />
    </Dialog>
  );
}
