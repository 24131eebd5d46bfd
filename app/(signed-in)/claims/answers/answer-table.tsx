import Link from 'next/link';
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
import type { AnswerRow } from '@/lib/claims/answers/screen';
import { settle } from './actions';

type AnswerTableProps = {
  answers: AnswerRow[];
  mayWork: boolean;
  /** The No of the top row in the list of all; without it these are of one order or claim. */
  firstNo?: number;
};

const tones: Record<AnswerRow['state'], Tone> = {
  queued: 'neutral',
  running: 'accent',
  done: 'good',
  failed: 'bad',
  unknown: 'bad',
  withdrawn: 'neutral',
};

/** What channels are told of claims: how far it is, why not, and what a person can do about it. */
export async function AnswerTable({ answers, mayWork, firstNo }: AnswerTableProps) {
  const t = await getTranslations('claims.answer');
  const errors = await getTranslations('claims.errors');
  const ofAll = firstNo !== undefined;
  const order: Column<AnswerRow>[] = [
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
    {
      key: 'product',
      header: t('columns.product'),
      kind: 'wrap',
      cell: ({ claimId, product }) => (
        <Link href={`/claims?claim=${claimId}`} prefetch={false}>
          {product}
        </Link>
      ),
    },
  ];
  return (
    <Table
      label={t('title')}
      rows={answers}
      rowKey={(row) => row.id}
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
        { key: 'verb', header: t('columns.verb'), cell: ({ verb }) => t(`verbs.${verb}`) },
        ...(ofAll ? order : []),
        {
          key: 'content',
          header: t('columns.content'),
          kind: 'wrap',
          cell: ({ reason, detail, waybillNo }) =>
            [reasonText(t, reason), detail, waybillNo].filter(Boolean).join(' · ') || '-',
        },
        {
          key: 'state',
          header: t('columns.state'),
          kind: 'wrap',
          cell: ({ state, answerMessage }) => (
            <>
              <Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>{' '}
              {answerMessage && <WhyText>{answerText(t, errors, answerMessage)}</WhyText>}
            </>
          ),
        },
        ...(mayWork ? [manageColumn(t)] : []),
      ]}
    />
  );
}

const numberColumn = (firstNo: number): Column<AnswerRow> => ({
  key: 'no',
  header: 'No',
  kind: 'number',
  cell: (_, index) => formatNumber(firstNo - index),
});

type Translate = Awaited<ReturnType<typeof getTranslations<'claims.answer'>>>;
type Errors = Awaited<ReturnType<typeof getTranslations<'claims.errors'>>>;

function reasonText(t: Translate, reason: string): string {
  const key = `reasons.${reason}` as Parameters<typeof t>[0];
  return reason && t.has(key) ? t(key) : '';
}

/** What we say ourselves, else the marketplace's own words. */
function answerText(t: Translate, errors: Errors, message: string): string {
  if (!/^\w+$/.test(message)) return message;
  const key = `answers.${message}` as Parameters<typeof t>[0];
  if (t.has(key)) return t(key);
  const error = message as Parameters<typeof errors>[0];
  return errors.has(error) ? errors(error) : message;
}

function manageColumn(t: Translate): Column<AnswerRow> {
  return {
    key: 'manage',
    header: t('columns.manage'),
    kind: 'center',
    cell: ({ id, state, marketplace }) => {
      if (state !== 'failed' && state !== 'unknown') return null;
      return (
        <span className="flex min-w-44 flex-wrap justify-center gap-1">
          <SellerCentreLink size="small" marketplace={marketplace}>
            {t('sellerCentre')}
          </SellerCentreLink>
          <Decide t={t} answerId={id} decision="again" />
          <Decide t={t} answerId={id} decision="done" />
          <Decide t={t} answerId={id} decision="withdraw" />
        </span>
      );
    },
  };
}

type DecideProps = { t: Translate; answerId: number; decision: 'done' | 'again' | 'withdraw' };

function Decide({ t, answerId, decision }: DecideProps) {
  const label = t(`decisions.${decision}`);
  return (
    <ActionButton
      size="small"
      action={settle}
      input={{ answerId, decision }}
      confirm={
        decision === 'again'
          ? undefined
          : { title: label, body: t(`decisionBody.${decision}`), label }
      }
    >
      {label}
    </ActionButton>
  );
}
