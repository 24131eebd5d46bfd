'use client';

import { LoaderCircle } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { Button } from '@/app/ui/button';
import { FailureNote } from '@/app/ui/form/failure-note';
import { useAction } from '@/app/ui/form/use-action';
import { Two } from '@/app/ui/table/two';
import { answer } from './actions';
import { answerKeys } from './answer-keys';
import { answersOf, type Choices, seenIn, withAnswer, withBase, withRest } from './review-choices';
import { ReviewGroup } from './review-group';
import type { NearMatch } from './review-row';

type ReviewDeskProps = { groups: NearMatch[]; total: number; footer: ReactNode };

const columns = ['name', 'address', 'phone', 'mobile'] as const;

/** Answers near matches, by mouse or by keyboard: a row is where the focus is. */
export function ReviewDesk({ groups, total, footer }: ReviewDeskProps) {
  const [t, ui] = [useTranslations('bundle'), useTranslations('ui')];
  const { run, pending, failure } = useAction(answer);
  const [choices, setChoices] = useState<Choices>(new Map());
  const answers = answersOf(choices);
  const shown = groups.map(seenIn).join();
  const table = useRef<HTMLTableElement>(null);

  /** Whoever comes here decides by keyboard from the first row on. */
  // biome-ignore lint/correctness/useExhaustiveDependencies: on each page anew.
  useEffect(() => focusNext(rowsOf(table.current), -1), [shown]);

  function submit() {
    run({ answers }, () => setChoices(new Map()));
  }

  function press(event: KeyboardEvent<HTMLTableElement>) {
    const isSubmit = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
    if (isSubmit && answers.length > 0) submit();
    else moveFocus(event);
  }

  return (
    <section className="panel">
      <header className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5">
        <p className="numeric font-semibold" data-count={total}>
          {ui('totalCount', { count: total })}
        </p>
        <span className="text-muted text-xs">{t('review.legend')}</span>
        <div className="ml-auto flex items-center gap-1.5">
          <FailureNote message={failure?.message} />
          {([true, false] as const).map((together) => (
            <Button
              key={String(together)}
              disabled={groups.length === 0}
              onClick={() => setChoices((before) => withRest(before, groups, together))}
            >
              {t(together ? 'review.restTogether' : 'review.restApart')}
            </Button>
          ))}
          <Button
            variant="primary"
            disabled={answers.length === 0}
            aria-disabled={pending}
            onClick={submit}
          >
            {pending && <LoaderCircle size={13} className="animate-spin" aria-hidden />}
            {answers.length > 0
              ? t('review.submitCount', { count: answers.length })
              : t('review.submit')}
          </Button>
        </div>
      </header>
      <div className="table-frame border-line border-t">
        <table className="table" aria-label={t('review.list')} ref={table} onKeyDown={press}>
          <thead>
            <tr>
              <th scope="col" data-kind="number">
                No
              </th>
              <th scope="col">
                <Two upper={t('columns.orderedAt')} lower={t('columns.lineId')} />
              </th>
              <th scope="col">
                <Two upper={t('columns.channel')} lower={t('columns.orderNo')} />
              </th>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {t(`columns.${column}`)}
                </th>
              ))}
              <th scope="col" data-kind="center">
                {t('columns.base')}
              </th>
              <th scope="col" data-kind="center">
                {t('columns.answer')}
              </th>
            </tr>
          </thead>
          {groups.map((group) => (
            <ReviewGroup
              key={group.no}
              group={group}
              choices={choices}
              onAnswer={(ids, together) =>
                setChoices((before) => withAnswer(before, group, ids, together))
              }
              onBase={(id) => setChoices((before) => withBase(before, group, id))}
            />
          ))}
          {groups.length === 0 && (
            <tbody>
              <tr>
                <td colSpan={columns.length + 5} data-kind="center">
                  <div className="py-10">
                    <p className="font-medium">{ui('empty')}</p>
                    <p className="mt-1 text-muted">{t('empty.reviews')}</p>
                  </div>
                </td>
              </tr>
            </tbody>
          )}
        </table>
      </div>
      {footer}
    </section>
  );
}

/** ↑ and ↓ go from row to row, across groups; an answer goes on to the next row without one. */
function moveFocus(event: KeyboardEvent<HTMLTableElement>) {
  const rows = rowsOf(event.currentTarget);
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    rows[at + step]?.focus();
  } else if (event.code in answerKeys && event.defaultPrevented) {
    focusNext(rows, at);
  }
}

/** Rows are marked as they were before the key: the one that it answered is passed over. */
function focusNext(rows: readonly HTMLElement[], at: number) {
  const next = rows.slice(at + 1).find((row) => row.hasAttribute('data-asked'));
  next?.focus();
}

function rowsOf(table: HTMLTableElement | null): HTMLElement[] {
  return [...(table?.querySelectorAll<HTMLElement>('tr[tabindex]') ?? [])];
}
