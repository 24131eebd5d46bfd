import { getLocale, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { ClientMessages } from '@/app/ui/client-messages';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionButton } from '@/app/ui/form/action-button';
import { formatTime } from '@/app/ui/format';
import { Notice } from '@/app/ui/notice';
import { OrderLink } from '@/app/ui/order-link';
import { LiveRefresh } from '@/app/ui/run/live-refresh';
import { ClaimBadge, HoldBadges, StateBadge } from '@/app/ui/states';
import { Table } from '@/app/ui/table/table';
import type { Translate } from '@/app/ui/translate';
import { currentCtx } from '@/lib/auth/current';
import { type Offer, offersOf } from '@/lib/claims/answers/offers';
import { outdatedNumber } from '@/lib/claims/answers/plan';
import { answersOfClaim } from '@/lib/claims/answers/screen';
import { type ClaimDetail, claimDetail } from '@/lib/claims/detail';
import { detailText, verbText } from '../history/event-text';
import { decide } from './actions';
import { AnswerButtons } from './answer-buttons';
import { AnswerTable } from './answers/answer-table';
import { ReceiveForm } from './claim-forms';
import { ExchangeForm } from './exchange-form';

/** Everything of one claim, and what may be done about it now. */
export async function ClaimDialog({ claimId, closeHref }: { claimId: number; closeHref: string }) {
  const t = await getTranslations('claims');
  const ctx = await currentCtx();
  const claim = await claimDetail(ctx, claimId);
  if (!claim) return null;
  const offers = (await offersOf(ctx, [claimId])).get(claimId) ?? [];
  const answers = await answersOfClaim(ctx, claimId);
  const told = outdatedNumber(answers, claim.replacementWaybillNo);
  const isAnswered = answers.some(({ state }) => state === 'queued' || state === 'running');
  return (
    <Dialog
      key={claimId}
      title={t('detail.title', { kind: t(`kinds.${claim.kind}`), id: String(claim.id) })}
      width="wide"
      closeHref={closeHref}
    >
      <LiveRefresh active={isAnswered} everyMs={3000} />
      <div className="grid gap-4">
        {told && (
          <Notice tone="warn">
            {t('detail.numberChanged', { told, now: claim.replacementWaybillNo ?? '' })}
          </Notice>
        )}
        <Facts claim={claim} t={t} />
        <ShipmentTable claim={claim} t={t} />
        <ClientMessages namespaces={['claims', 'register']}>
          <Forms claim={claim} />
          {answers.length > 0 && <AnswerTable answers={answers} mayWork={ctx.role !== 'viewer'} />}
          <EventTable claim={claim} t={t} />
          <DialogButtons>
            <Decisions claim={claim} offers={offers} isAnswered={isAnswered} t={t} />
          </DialogButtons>
        </ClientMessages>
      </div>
    </Dialog>
  );
}

type PartProps = { claim: ClaimDetail; t: Translate<'claims'> };

function Facts({ claim, t }: PartProps) {
  const facts: [string, ReactNode][] = [
    [t('columns.claim'), <ClaimBadge key="claim" kind={claim.kind} state={claim.state} />],
    [
      t('detail.order'),
      <span key="order">
        {claim.channelName} <OrderLink id={claim.orderId}>{claim.orderNo}</OrderLink>
      </span>,
    ],
    [t('detail.product'), [claim.productName, claim.option].filter(Boolean).join(' · ')],
    [
      t('detail.qty'),
      t('detail.qtyOf', {
        qty: claim.qty,
        ordered: claim.orderedQty,
        cancelled: claim.cancelledQty,
      }),
    ],
    [t('detail.reason'), claim.reason || '-'],
    [t('detail.requestedAt'), formatTime(claim.requestedAt)],
    [t('detail.source'), t(`detail.sources.${claim.source}`)],
  ];
  if (claim.source === 'channel') facts.push([t('detail.claimNo'), claim.claimNo]);
  const { goodQty: good, defectiveQty: defective, replacementShipmentId } = claim;
  if (claim.sentQty > 0)
    facts.push([t('detail.sent'), t('detail.sentQty', { sentQty: claim.sentQty })]);
  if (good + defective > 0)
    facts.push([t('receive.title'), t('detail.received', { good, defective })]);
  if (replacementShipmentId !== null)
    facts.push([
      t('kinds.exchange'),
      [t('detail.replacement', { id: String(replacementShipmentId) }), claim.replacementWaybillNo]
        .filter(Boolean)
        .join(' · '),
    ]);
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
      {facts.map(([label, value]) => (
        <div key={label} className="contents">
          <dt className="text-muted">{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function ShipmentTable({ claim, t }: PartProps) {
  return (
    <Table
      label={t('detail.shipments')}
      rows={claim.shipments}
      rowKey={(row) => row.id}
      columns={[
        { key: 'id', header: t('detail.shipment'), kind: 'number', cell: (row) => row.id },
        {
          key: 'stage',
          header: t('detail.stage'),
          cell: (row) => <StateBadge axis="stage" state={row.stage} />,
        },
        { key: 'qty', header: t('detail.qty'), kind: 'number', cell: (row) => row.qty },
        {
          key: 'goods',
          header: t('detail.goods'),
          kind: 'wrap',
          cell: (row) =>
            row.contents
              .map(({ qty, goods }) => t('detail.contents', { goods: goods.join(' + '), qty }))
              .join(', ') || '-',
        },
        { key: 'waybill', header: t('detail.waybill'), cell: (row) => row.waybillNo ?? '-' },
        {
          key: 'holds',
          header: t('detail.holds'),
          cell: (row) => row.stage !== 'cancelled' && <HoldBadges kinds={row.holdKinds} />,
        },
      ]}
    />
  );
}

async function EventTable({ claim, t }: PartProps) {
  const [history, locale] = [await getTranslations('history'), await getLocale()];
  return (
    <Table
      label={t('detail.history')}
      rows={claim.events}
      rowKey={(event) => event.id}
      emptyHint={t('detail.noHistory')}
      columns={[
        { key: 'at', header: t('detail.at'), cell: (event) => formatTime(event.at) },
        {
          key: 'operator',
          header: t('detail.operator'),
          cell: (event) => event.operator ?? '-',
        },
        {
          key: 'verb',
          header: t('detail.verb'),
          kind: 'text',
          cell: (event) => verbText(history, event.verb),
        },
        {
          key: 'content',
          header: t('detail.content'),
          kind: 'wrap',
          cell: (event) => detailText(history, event.detail, locale) || '-',
        },
      ]}
    />
  );
}

function Forms({ claim }: { claim: ClaimDetail }) {
  const { exchange, receiveQty } = claim.may;
  return (
    <>
      {exchange && <ExchangeForm claimId={claim.id} qty={claim.qty} />}
      {receiveQty > 0 && (
        <ReceiveForm
          key={receiveQty}
          claimId={claim.id}
          expectedQty={receiveQty}
          returned={claim.returned}
        />
      )}
    </>
  );
}

type DecisionsProps = PartProps & { offers: Offer[]; isAnswered: boolean };

function Decisions({ claim, offers, isAnswered, t }: DecisionsProps) {
  const { may } = claim;
  const isCollected = claim.source === 'channel';
  const isToldFirst = offers.some(({ verb }) => verb.startsWith('approve'));
  const [accept, reject] = isCollected
    ? [t('acceptHere'), t('rejectHere')]
    : [t('accept'), t('reject')];
  const waits = isAnswered && { disabled: true, title: t('errors.beingAnswered') };
  const input = (decision: string) => ({ claimIds: [claim.id], decision });
  return (
    <>
      {may.reopen && (
        <ActionButton action={decide} input={input('reopen')}>
          {t('reopen')}
        </ActionButton>
      )}
      {may.reject && (
        <ActionButton
          {...waits}
          action={decide}
          input={input('reject')}
          confirm={{
            title: t('confirm.rejectTitle'),
            body: t('confirm.rejectOne', { source: claim.source, kind: claim.kind }),
            label: reject,
          }}
        >
          {reject}
        </ActionButton>
      )}
      {may.accept && (
        <ActionButton
          {...waits}
          variant={isToldFirst || isAnswered ? undefined : 'primary'}
          action={decide}
          input={input('accept')}
          confirm={{
            title: t('confirm.acceptTitle'),
            body: acceptanceText(claim, t),
            label: accept,
          }}
        >
          {accept}
        </ActionButton>
      )}
      {isCollected && (
        <AnswerButtons claimId={claim.id} marketplace={claim.marketplace} offers={offers} />
      )}
    </>
  );
}

function acceptanceText({ may, source, kind, qty }: ClaimDetail, t: Translate<'claims'>): string {
  if (may.accept === 'finished') return t('confirm.acceptFinished', { kind });
  const { awayQty } = may;
  return awayQty > 0
    ? t('confirm.acceptPart', { source, awayQty, hereQty: qty - awayQty })
    : t('confirm.acceptOne', { source, kind });
}
