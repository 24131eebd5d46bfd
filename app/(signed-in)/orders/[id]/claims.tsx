import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { formatNumber, formatTime } from '@/app/ui/format';
import { LiveRefresh } from '@/app/ui/run/live-refresh';
import { ClaimBadge } from '@/app/ui/states';
import { type Column, Table } from '@/app/ui/table/table';
import { isOpenClaim } from '@/lib/channels/claim';
import type { Offer } from '@/lib/claims/answers/offers';
import type { AnswerRow } from '@/lib/claims/answers/screen';
import type { OrderClaim, OrderDetail } from '@/lib/orders/order';
import { AnswerButtons } from '../../claims/answer-buttons';
import { AnswerTable } from '../../claims/answers/answer-table';
import { Section } from './section';

type ClaimsProps = {
  order: Pick<OrderDetail, 'claims' | 'head'>;
  offers: ReadonlyMap<number, Offer[]>;
  answers: AnswerRow[];
  mayWork: boolean;
};

/** 클레임 on lines of the order and what their channel is told; nothing where there was none. */
export async function Claims({ order, offers, answers, mayWork }: ClaimsProps) {
  const t = await getTranslations('order');
  const { claims, head } = order;
  if (claims.length === 0) return null;
  const columns: Column<OrderClaim>[] = [
    { key: 'at', header: t('columns.at'), cell: (claim) => formatTime(claim.requestedAt) },
    {
      key: 'claim',
      header: t('columns.claim'),
      cell: ({ id, kind, state }) => (
        <Link href={`/claims?claim=${id}`} prefetch={false}>
          <ClaimBadge kind={kind} state={state} />
        </Link>
      ),
    },
    { key: 'no', header: t('columns.claimNo'), cell: (claim) => claim.claimNo },
    {
      key: 'line',
      header: t('columns.lineId'),
      kind: 'number',
      cell: (claim) => claim.orderLineId,
    },
    {
      key: 'qty',
      header: t('columns.qty'),
      kind: 'number',
      cell: (claim) => formatNumber(claim.qty),
    },
    {
      key: 'reason',
      header: t('columns.reason'),
      kind: 'text',
      cell: (claim) => claim.reason || '-',
    },
    {
      key: 'manage',
      header: t('columns.manage'),
      cell: ({ id, state }) =>
        mayWork && head.source === 'channel' && isOpenClaim({ state }) ? (
          <span className="inline-flex gap-1">
            <AnswerButtons
              claimId={id}
              marketplace={head.marketplace}
              offers={offers.get(id) ?? []}
              size="small"
            />
          </span>
        ) : (
          '-'
        ),
    },
  ];
  const isOnItsWay = answers.some(({ state }) => state === 'queued' || state === 'running');
  return (
    <Section title={t('claims')} label={t('claims')}>
      <LiveRefresh active={isOnItsWay} everyMs={3000} />
      <Table label={t('claims')} columns={columns} rows={claims} rowKey={(claim) => claim.id} />
      {answers.length > 0 && <AnswerTable answers={answers} mayWork={mayWork} />}
    </Section>
  );
}
