'use client';

import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { Button } from '@/app/ui/button';
import { DialogButtons } from '@/app/ui/dialog/dialog';
import { FailureNote } from '@/app/ui/form/failure-note';
import { Checkbox, Input, Select } from '@/app/ui/form/field';
import { useAction } from '@/app/ui/form/use-action';
import { formatMoney } from '@/app/ui/format';
import type { WaitingLineDetail } from '@/lib/matching/screen';
import type { FoundVariant, SearchKind } from '@/lib/matching/search';
import { findVariants, matchLine, openLine } from './actions';
import { type Chosen, ChosenList } from './chosen-list';
import { FoundTable, focusRow } from './found-table';
import { NewProductForm } from './new-product-form';

const kinds: SearchKind[] = ['name', 'variantCode', 'barcode', 'supplier'];

/** One line and what it may mean: search, choose one or several variants, 매칭; all by keyboard. */
export function MatchPanel({ lineId, onMatched }: { lineId: number; onMatched: () => void }) {
  const t = useTranslations('match');
  const opening = useAction(openLine);
  const searching = useAction(findVariants);
  const matching = useAction(matchLine);
  const [line, setLine] = useState<WaitingLineDetail | null>(null);
  const [suggested, setSuggested] = useState<FoundVariant[]>([]);
  const [found, setFound] = useState<FoundVariant[]>([]);
  const [chosen, setChosen] = useState<Chosen[]>([]);
  const [search, setSearch] = useState<{ kind: SearchKind; word: string }>({
    kind: 'name',
    word: '',
  });
  const [remember, setRemember] = useState(true);
  const [isCreating, setCreating] = useState(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: once a line; the panel is keyed by it.
  useEffect(() => {
    opening.run({ lineId }, ({ line, suggestions }) => {
      setLine(line);
      setSuggested(suggestions);
      setFound(suggestions);
    });
  }, []);

  const add = (variant: FoundVariant) =>
    setChosen((before) =>
      before.some((row) => row.variant.variantId === variant.variantId)
        ? before.filter((row) => row.variant.variantId !== variant.variantId)
        : [...before, { variant, qty: 1 }],
    );

  const match = (items: { variantId: number; qty: number }[]) =>
    matching.run({ lineId, items, remember: remember && line?.isRememberable }, onMatched);

  const submit = () =>
    match(chosen.map(({ variant, qty }) => ({ variantId: variant.variantId, qty })));

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (chosen.length > 0) submit();
  }

  if (!line) return <p className="py-6 text-muted">{opening.failure?.message ?? t('opening')}</p>;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Ctrl+Enter works from every field inside
    <div className="grid gap-3" onKeyDown={onKeyDown}>
      <LineFacts line={line} />
      <form
        className="flex items-center gap-1.5"
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          if (search.word.trim()) searching.run(search, setFound);
          else setFound(suggested);
        }}
      >
        <Select
          aria-label={t('searchKind')}
          value={search.kind}
          onChange={(event) => setSearch({ ...search, kind: event.target.value as SearchKind })}
        >
          {kinds.map((kind) => (
            <option key={kind} value={kind}>
              {t(`variantSearch.${kind}`)}
            </option>
          ))}
        </Select>
        <Input
          autoFocus
          type="search"
          aria-label={t('word')}
          placeholder={t('searchHint')}
          className="w-72"
          value={search.word}
          onChange={(event) => setSearch({ ...search, word: event.target.value })}
          onKeyDown={(event) => event.key === 'ArrowDown' && focusRow(0, event)}
        />
        <Button type="submit">{t('search')}</Button>
        <Button
          className="ml-auto"
          onClick={() => setCreating(!isCreating)}
          aria-expanded={isCreating}
        >
          {t('newProduct')}
        </Button>
      </form>
      {isCreating && (
        <NewProductForm
          line={line}
          onCreated={(variants) => {
            setFound(variants);
            setCreating(false);
            if (variants[0]) add(variants[0]);
          }}
        />
      )}
      <FoundTable found={found} chosen={chosen} onToggle={add} />
      <ChosenList chosen={chosen} lineQty={line.units} onChange={setChosen} />
      <div className="flex items-center gap-4">
        <Checkbox
          label={t('once')}
          checked={!remember || !line.isRememberable}
          disabled={!line.isRememberable}
          onChange={(event) => setRemember(!event.target.checked)}
        />
        <span className="text-muted text-xs">{t('keys')}</span>
      </div>
      <FailureNote message={matching.failure?.message ?? searching.failure?.message} />
      <DialogButtons>
        <Button onClick={() => match([])} aria-disabled={matching.pending}>
          {t('noGoods')}
        </Button>
        <Button
          variant="primary"
          disabled={chosen.length === 0}
          aria-disabled={matching.pending}
          onClick={submit}
        >
          {t('match')}
        </Button>
      </DialogButtons>
    </div>
  );
}

function LineFacts({ line }: { line: WaitingLineDetail }) {
  const t = useTranslations('match');
  const facts = [
    [t('columns.productName'), line.productName],
    [t('columns.option'), line.option || '-'],
    [t('columns.channel'), line.channelName],
    [t('columns.lineId'), String(line.orderLineId)],
    [t('columns.price'), formatMoney(line.unitPrice)],
    [t('columns.waiting'), t('waitingLines', { count: line.sameKeyLines })],
  ];
  return (
    <dl className="grid grid-cols-[auto_1fr_auto_1fr] gap-x-3 gap-y-1 rounded-md bg-sunken px-3 py-2">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="font-medium">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
