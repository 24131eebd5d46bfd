import type { Action } from '@/lib/action';
import { marketplaceOf } from '@/lib/channels/registry';
import type { TellingDecision } from '@/lib/tellings/decision';
import type { TellingRow } from '@/lib/tellings/row';
import { Badge, type Tone } from './badge';
import { ChannelName } from './channel-mark';
import { ActionButton } from './form/action-button';
import { formatTime } from './format';
import { OrderLink } from './order-link';
import { SellerCentreLink } from './seller-centre-link';
import type { Column } from './table/table';
import { Two } from './table/two';
import { WhyText } from './text';
import type { Translate } from './translate';

/* What lists of answers to claims and of notices have in common. */

/** Each list says it in its own words under the same keys. */
type Words = Translate<'claims.answer' | 'notices'>;

/** An answer goes by the API alone. */
type Telling = TellingRow & { way?: 'api' | 'hand' };

const tones: Record<TellingRow['state'], Tone> = {
  queued: 'neutral',
  running: 'accent',
  done: 'good',
  failed: 'bad',
  unknown: 'bad',
  by_hand: 'warn',
  withdrawn: 'neutral',
};

export const tellingTone = ({ state }: Telling) => (tones[state] === 'bad' ? 'bad' : undefined);

export const askedColumn = (t: Words): Column<Telling> => ({
  key: 'at',
  header: <Two upper={t('columns.at')} lower={t('columns.operator')} />,
  cell: ({ createdAt, operator }) => <Two upper={formatTime(createdAt)} lower={operator ?? '-'} />,
});

export const orderColumn = (t: Words): Column<Telling> => ({
  key: 'order',
  header: <Two upper={t('columns.channel')} lower={t('columns.orderNo')} />,
  cell: ({ marketplace, channelName, orderId, orderNo }) => (
    <Two
      upper={<ChannelName name={channelName} mark={marketplaceOf(marketplace).mark} />}
      lower={<OrderLink id={orderId}>{orderNo}</OrderLink>}
    />
  ),
});

/** How far it is, and why no further. */
export const stateColumn = (t: Words, errors?: Translate<'claims.errors'>): Column<Telling> => ({
  key: 'state',
  header: t('columns.state'),
  kind: 'wrap',
  cell: ({ state, answerMessage }) => (
    <>
      <Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>{' '}
      {answerMessage && <WhyText>{answerText(answerMessage, t, errors)}</WhyText>}
    </>
  ),
});

/** What a person can do about what no API has settled. */
export const manageColumn = (t: Words, settle: Action): Column<Telling> => ({
  key: 'manage',
  header: t('columns.manage'),
  kind: 'center',
  cell: ({ id, state, way, marketplace }) => {
    if (!['failed', 'unknown', 'by_hand'].includes(state)) return null;
    const decide = { t, settle, id };
    return (
      <span className="flex min-w-44 flex-wrap justify-center gap-1">
        <SellerCentreLink size="small" marketplace={marketplace}>
          {t('sellerCentre')}
        </SellerCentreLink>
        {way !== 'hand' && <Decide {...decide} decision="again" />}
        <Decide {...decide} decision="done" />
        <Decide {...decide} decision="withdraw" />
      </span>
    );
  },
});

type DecideProps = { t: Words; settle: Action; id: number; decision: TellingDecision };

function Decide({ t, settle, id, decision }: DecideProps) {
  const label = t(`decisions.${decision}`);
  return (
    <ActionButton
      size="small"
      action={settle}
      input={{ id, decision }}
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

/** What we say ourselves, else the channel's own words. */
function answerText(message: string, t: Words, errors?: Translate<'claims.errors'>): string {
  if (!/^\w+$/.test(message)) return message;
  const key = `answers.${message}` as Parameters<typeof t>[0];
  if (t.has(key)) return t(key);
  const error = message as Parameters<Translate<'claims.errors'>>[0];
  return errors?.has(error) ? errors(error) : message;
}

/** Empty where no reason was given. */
export function reasonText(t: Words, reason: string): string {
  const key = `reasons.${reason}` as Parameters<typeof t>[0];
  return reason && t.has(key) ? t(key) : '';
}
