import { getTranslations } from 'next-intl/server';
import { Badge, type Tone } from '@/app/ui/badge';
import { ChannelName } from '@/app/ui/channel-mark';
import { ActionButton } from '@/app/ui/form/action-button';
import { formatNumber, formatTime } from '@/app/ui/format';
import { OrderLink } from '@/app/ui/order-link';
import { SellerCentreLink } from '@/app/ui/seller-centre-link';
import { type Column, Table } from '@/app/ui/table/table';
import { Two } from '@/app/ui/table/two';
import { WhyText } from '@/app/ui/text';
import { marketplaceOf } from '@/lib/channels/registry';
import type { NoticeRow } from '@/lib/notices/screen';
import { settle } from './actions';

type NoticeTableProps = {
  notices: NoticeRow[];
  mayWork: boolean;
  /** The No of the top row in the list of all; without it these are of one order. */
  firstNo?: number;
};

const tones: Record<NoticeRow['state'], Tone> = {
  queued: 'neutral',
  running: 'accent',
  done: 'good',
  failed: 'bad',
  unknown: 'bad',
  by_hand: 'warn',
  withdrawn: 'neutral',
};

/** What marketplaces are told of lines: how far it is, and what a person can do about it. */
export async function NoticeTable({ notices, mayWork, firstNo }: NoticeTableProps) {
  const t = await getTranslations('notices');
  const ofAll = firstNo !== undefined;
  const order: Column<NoticeRow>[] = [
    {
      key: 'order',
      header: <Two upper={t('columns.channel')} lower={t('columns.orderNo')} />,
      cell: ({ marketplace, channelName, orderId, orderNo }) => (
        <Two
          upper={<ChannelName name={channelName} mark={marketplaceOf(marketplace).mark} />}
          lower={<OrderLink id={orderId}>{orderNo}</OrderLink>}
        />
      ),
    },
  ];
  return (
    <Table
      label={t('title')}
      rows={notices}
      rowKey={(notice) => notice.id}
      rowTone={({ state }) => (state === 'failed' || state === 'unknown' ? 'bad' : undefined)}
      emptyHint={t('empty')}
      columns={[
        ...(ofAll ? [numberColumn(firstNo)] : []),
        {
          key: 'at',
          header: <Two upper={t('columns.at')} lower={t('columns.operator')} />,
          cell: ({ createdAt, operator }) => (
            <Two upper={formatTime(createdAt)} lower={operator ?? '-'} />
          ),
        },
        { key: 'kind', header: t('columns.kind'), cell: ({ kind }) => t(`kinds.${kind}`) },
        ...(ofAll ? order : []),
        { key: 'product', header: t('columns.product'), kind: 'wrap', cell: (row) => row.product },
        {
          key: 'content',
          header: t('columns.content'),
          kind: 'wrap',
          cell: ({ reason, detail, shipOn }) =>
            [shipOn && t('until', { shipOn }), reasonText(t, reason), detail]
              .filter(Boolean)
              .join(' · '),
        },
        {
          key: 'state',
          header: t('columns.state'),
          kind: 'wrap',
          cell: ({ state, answerMessage }) => (
            <>
              <Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>{' '}
              {answerMessage && <WhyText>{answerText(t, answerMessage)}</WhyText>}
            </>
          ),
        },
        ...(mayWork ? [manageColumn(t)] : []),
      ]}
    />
  );
}

const numberColumn = (firstNo: number): Column<NoticeRow> => ({
  key: 'no',
  header: 'No',
  kind: 'number',
  cell: (_, index) => formatNumber(firstNo - index),
});

type Translate = Awaited<ReturnType<typeof getTranslations<'notices'>>>;

function reasonText(t: Translate, reason: string): string {
  const key = `reasons.${reason}` as Parameters<typeof t>[0];
  return t.has(key) ? t(key) : '';
}

/** What we say ourselves of a marketplace that could not be asked, else its own words. */
function answerText(t: Translate, message: string): string {
  const key = `answers.${message}` as Parameters<typeof t>[0];
  return /^\w+$/.test(message) && t.has(key) ? t(key) : message;
}

function manageColumn(t: Translate): Column<NoticeRow> {
  return {
    key: 'manage',
    header: t('columns.manage'),
    kind: 'center',
    cell: ({ id, state, way, marketplace }) => {
      if (!['failed', 'unknown', 'by_hand'].includes(state)) return null;
      return (
        <span className="flex min-w-44 flex-wrap justify-center gap-1">
          <SellerCentreLink size="small" marketplace={marketplace}>
            {t('sellerCentre')}
          </SellerCentreLink>
          {way === 'api' && <Decide t={t} noticeId={id} decision="again" />}
          <Decide t={t} noticeId={id} decision="done" />
          <Decide t={t} noticeId={id} decision="withdraw" />
        </span>
      );
    },
  };
}

type DecideProps = { t: Translate; noticeId: number; decision: 'done' | 'again' | 'withdraw' };

function Decide({ t, noticeId, decision }: DecideProps) {
  return (
    <ActionButton
      size="small"
      action={settle}
      input={{ noticeId, decision }}
      confirm={
        decision === 'again'
          ? undefined
          : {
              title: t(`decisions.${decision}`),
              body: t(`decisionBody.${decision}`),
              label: t(`decisions.${decision}`),
            }
      }
    >
      {t(`decisions.${decision}`)}
    </ActionButton>
  );
}
