'use client';

import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { Button } from '@/app/ui/button';
import { DialogButtons } from '@/app/ui/dialog/dialog';
import { FailureNote } from '@/app/ui/form/failure-note';
import { Checkbox } from '@/app/ui/form/field';
import { useAction } from '@/app/ui/form/use-action';
import { Notice } from '@/app/ui/notice';
import type { FoundVariant } from '@/lib/matching/search';
import { changeMatch, matchLine } from './actions';
import { ChosenList } from './chosen-list';
import { FoundTable } from './found-table';
import { NewProductForm } from './new-product-form';
import { useOddityTexts } from './oddity-texts';
import type { Opened } from './opened';
import { RadiusChoice } from './radius-choice';
import { SubjectFacts } from './subject-facts';
import { useSubject } from './use-subject';
import { VariantSearch } from './variant-search';

type MatchPanelProps = {
  opened: Opened;
  /** Matched, or passed over; null where there is nothing to match. */
  onDone: (lineId: number | null, isMatched: boolean) => void;
};

/** One product and option and what it may mean: search, choose one or several, 매칭; all by keyboard. */
export function MatchPanel({ opened, onDone }: MatchPanelProps) {
  const t = useTranslations('match');
  const { subject, suggestions, first, chosen, has, piecesOf, choose, failure } = useSubject(
    opened,
    () => onDone(null, false),
  );
  const matching = useAction(matchLine);
  const changing = useAction(changeMatch);
  const [found, setFound] = useState<FoundVariant[] | null>(null);
  const [remember, setRemember] = useState(true);
  const [rematch, setRematch] = useState(true);
  const [isCreating, setCreating] = useState(false);
  const [created, setCreated] = useState<FoundVariant | null>(null);
  const panel = useRef<HTMLDivElement>(null);
  const oddities = useOddityTexts(subject, chosen);
  const isFirstOdd = useOddityTexts(subject, first).length > 0;

  /** Enter matches with what was just made. */
  useEffect(() => {
    if (created) focusFound(panel.current);
  }, [created]);

  if (!subject)
    return <p className="min-h-96 py-6 text-muted">{failure?.message ?? t('opening')}</p>;
  const { lineId, matchId } = subject;

  function decide(items: { variantId: number; qty: number }[]) {
    if (matchId !== null) changing.run({ matchId, items, rematch }, () => onDone(null, true));
    else
      matching.run(
        {
          ...{ lineId, items, remember: remember && subject?.isRememberable },
          rematch: subject?.current !== null && (rematch || !remember),
        },
        () => onDone(lineId, true),
      );
  }

  /** With nothing chosen the first suggestion is meant, unless something looks odd about it. */
  const takesFirst = chosen.length === 0 && found === null && !isFirstOdd && matchId === null;
  const meant = takesFirst ? first : chosen;
  const submit = () =>
    meant.length > 0 &&
    decide(meant.map(({ variant, qty }) => ({ variantId: variant.variantId, qty })));

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'PageDown' && opened.kind === 'queue') onDone(lineId, false);
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.repeat) {
      submit();
      if (meant.length === 0) focusFound(panel.current);
    } else return;
    event.preventDefault();
  }

  const pending = matching.pending || changing.pending;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: its keys work from every field inside
    <div
      ref={panel}
      tabIndex={-1}
      className="flex min-h-96 flex-col gap-3 focus:outline-none"
      onKeyDown={onKeyDown}
    >
      <SubjectFacts subject={subject} />
      <VariantSearch
        onFound={(variants) => setFound(variants)}
        isCreating={isCreating}
        onCreate={() => setCreating(!isCreating)}
      />
      {isCreating && (
        <NewProductForm
          subject={subject}
          onCreated={(variants) => {
            setFound(variants);
            setCreating(false);
            if (variants[0]) choose(variants[0], 1);
            setCreated(variants[0] ?? null);
          }}
        />
      )}
      <div className="min-h-72">
        <FoundTable
          found={found ?? suggestions}
          has={has}
          piecesOf={piecesOf}
          onChoose={choose}
          onSubmit={submit}
        />
      </div>
      <ChosenList chosen={chosen} lineQty={subject.qty} onChoose={choose} onSubmit={submit} />
      {oddities.length > 0 && <Notice tone="warn">{oddities.join(' · ')}</Notice>}
      <RadiusChoice
        radius={remember ? subject.radius : null}
        checked={rematch}
        onChange={setRematch}
      />
      <div className="flex items-center gap-4">
        {matchId === null && (
          <Checkbox
            label={t('once')}
            checked={!remember || !subject.isRememberable}
            disabled={!subject.isRememberable}
            onChange={(event) => setRemember(!event.target.checked)}
          />
        )}
        <span className="text-muted text-xs">
          {t(opened.kind === 'queue' ? 'keys' : 'keysOfEdit')}
        </span>
      </div>
      <FailureNote message={matching.failure?.message ?? changing.failure?.message} />
      <div className="grow" />
      <DialogButtons>
        {opened.kind === 'queue' && (
          <Button onClick={() => onDone(lineId, false)}>{t('skip')}</Button>
        )}
        <Button onClick={() => decide([])} aria-disabled={pending}>
          {t('noGoods')}
        </Button>
        <Button
          variant="primary"
          disabled={meant.length === 0}
          aria-disabled={pending}
          onClick={submit}
        >
          {t(
            takesFirst && first.length > 0
              ? 'matchFirst'
              : opened.kind === 'queue'
                ? 'match'
                : 'change',
          )}
        </Button>
      </DialogButtons>
    </div>
  );
}

const focusFound = (panel: HTMLElement | null) =>
  panel?.querySelector<HTMLElement>('[data-found]')?.focus();
