import { LinkButton } from '@/app/ui/button';
import { ChannelName } from '@/app/ui/channel-mark';
import { type Params, withParams } from '@/app/ui/filter/params';
import { ActionButton } from '@/app/ui/form/action-button';
import { formatCount, formatTime } from '@/app/ui/format';
import type { Column } from '@/app/ui/table/table';
import type { Translate } from '@/app/ui/translate';
import type { FileChannel } from '@/lib/shipping/waybill-files/screen';
import { request } from './actions';

/** What waits for a file in each channel, and the way to make one. */
export function channelColumns(
  t: Translate<'waybillFiles'>,
  params: Params,
): Column<FileChannel>[] {
  return [
    {
      key: 'channel',
      header: t('columns.channel'),
      cell: (row) => <ChannelName name={row.name} mark={row.mark} />,
    },
    {
      key: 'waiting',
      header: t('columns.waiting'),
      kind: 'number',
      cell: (row) => formatCount(row.waiting),
    },
    {
      key: 'unconfirmed',
      header: t('columns.unconfirmed'),
      kind: 'number',
      cell: (row) => formatCount(row.unconfirmed),
    },
    {
      key: 'oldest',
      header: t('columns.oldest'),
      cell: (row) => formatTime(row.oldestShippedAt),
    },
    {
      key: 'layout',
      header: t('columns.layout'),
      cell: (row) => (
        <LinkButton
          size="small"
          scroll={false}
          href={withParams(params, { layout: String(row.channelId), file: undefined })}
          aria-label={`${row.name} ${t('layout.open')}`}
        >
          {t(row.isOwnLayout ? 'layout.own' : 'layout.builtIn')}
        </LinkButton>
      ),
    },
    {
      key: 'make',
      header: t('columns.make'),
      cell: (row) => (
        <ActionButton
          size="small"
          variant="primary"
          action={request}
          input={{ channelId: row.channelId }}
          disabled={row.waiting === 0}
        >
          {t('make', { channel: row.name, count: row.waiting })}
        </ActionButton>
      ),
    },
    {
      key: 'centre',
      header: t('columns.centre'),
      cell: (row) =>
        row.sellerCentreUrl ? (
          <a href={row.sellerCentreUrl} target="_blank" rel="noreferrer" className="link">
            {t('openCentre')}
          </a>
        ) : (
          '-'
        ),
    },
  ];
}
