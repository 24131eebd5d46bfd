'use client';

import { useTranslations } from 'next-intl';
import type { KeyboardEvent } from 'react';
import { Button } from '@/app/ui/button';
import { ChannelName } from '@/app/ui/channel-mark';
import { formatNumber } from '@/app/ui/format';
import { OrderLink } from '@/app/ui/order-link';
import { ParcelMarks } from '@/app/ui/parcel-marks';
import { Two } from '@/app/ui/table/two';
import { WhyText } from '@/app/ui/text';
import { answerKeys } from './answer-keys';
import { type Choices, choiceOf } from './review-choices';
import type { NearMatch, ReviewRow } from './review-row';

type Props = {
  group: NearMatch;
  choices: Choices;
  onAnswer: (ids: number[], together: boolean) => void;
  onBase: (id: number) => void;
};

/** One near match: whose recipient is used, and who joins; what differs stands out. */
export function ReviewGroup({ group, choices, onAnswer, onBase }: Props) {
  const t = useTranslations('bundle');
  const { base, together } = choiceOf(choices, group);
  const ids = group.rows.map((row) => row.id);

  function press(event: KeyboardEvent, row: ReviewRow) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = answerKeys[event.code];
    if (!key) return;
    event.preventDefault();
    if (key === 'base') onBase(row.id);
    else if (key === 'allTogether') onAnswer(ids, true);
    else onAnswer([row.id], key === 'together');
  }

  return (
    <tbody data-review={group.no}>
      {group.rows.map((row, at) => (
        <tr
          key={row.id}
          tabIndex={0}
          data-shipment={row.id}
          data-group-start={at === 0 || undefined}
          data-asked={(row.id !== base && !together.has(row.id)) || undefined}
          data-tone={row.id === base || together.has(row.id) ? undefined : 'warn'}
          onKeyDown={(event) => press(event, row)}
        >
          <td data-kind="number">{at === 0 && formatNumber(group.no)}</td>
          <Recipient row={row} differing={group.differing} why={row.id === base ? '' : row.why} />
          <td data-kind="center">
            <input
              type="radio"
              name={`base-${group.no}`}
              aria-label={t('review.useAsBase', { id: String(row.id) })}
              checked={row.id === base}
              onChange={() => onBase(row.id)}
              className="mx-auto"
            />
          </td>
          <td data-kind="center">
            {row.id === base ? (
              <BaseCell size={group.rows.length} onAll={() => onAnswer(ids, true)} />
            ) : (
              <JoinChoice
                id={row.id}
                answer={together.get(row.id)}
                onAnswer={(isTogether) => onAnswer([row.id], isTogether)}
              />
            )}
          </td>
        </tr>
      ))}
    </tbody>
  );
}

/** The base says '-'; of a large group it can take all in at once. */
function BaseCell({ size, onAll }: { size: number; onAll: () => void }) {
  const t = useTranslations('bundle');
  if (size < 3) return '-';
  return (
    <span className="inline-grid justify-items-center gap-1">
      -
      <Button size="small" onClick={onAll}>
        {t('review.allTogether')}
      </Button>
    </span>
  );
}

type RecipientProps = { row: ReviewRow; why: string } & Pick<NearMatch, 'differing'>;

function Recipient({ row, differing, why }: RecipientProps) {
  const parts = ['name', 'address', 'phone', 'mobile'] as const;
  return (
    <>
      <td>
        <Two upper={row.orderedOn} lower={row.lineId} />
      </td>
      <td>
        <Two
          upper={<ChannelName name={row.channelName} mark={row.mark} />}
          lower={
            <>
              <OrderLink id={row.orderId}>{row.orderNo}</OrderLink>
              {row.more} <ParcelMarks marks={row.marks} />
            </>
          }
        />
      </td>
      {parts.map((part) => (
        <td
          key={part}
          data-kind={part === 'address' ? 'wrap' : undefined}
          data-differs={differing.includes(part) || undefined}
          className="data-differs:bg-warn-soft data-differs:font-semibold"
        >
          {row[part] || '-'}
          {part === 'address' && why && (
            <div className="font-normal">
              <WhyText>{why}</WhyText>
            </div>
          )}
        </td>
      ))}
    </>
  );
}

type JoinChoiceProps = {
  id: number;
  /** Undefined until answered. */
  answer: boolean | undefined;
  onAnswer: (together: boolean) => void;
};

function JoinChoice({ id, answer, onAnswer }: JoinChoiceProps) {
  const t = useTranslations('bundle.review');
  const choices = [
    ['together', true],
    ['apart', false],
  ] as const;
  return (
    <fieldset className="inline-grid gap-1" aria-label={t('joinRow', { id: String(id) })}>
      {choices.map(([key, isTogether]) => (
        <label key={key} className="inline-flex items-center gap-1">
          <input
            type="radio"
            name={`join-${id}`}
            value={key}
            checked={answer === isTogether}
            onChange={() => onAnswer(isTogether)}
          />
          {t(key)}
        </label>
      ))}
    </fieldset>
  );
}
