'use client';

import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { Button } from '@/app/ui/button';
import { DialogButtons } from '@/app/ui/dialog/dialog';
import { FailureNote } from '@/app/ui/form/failure-note';
import { Checkbox, Input, Select } from '@/app/ui/form/field';
import { useAction } from '@/app/ui/form/use-action';
import { formatMoney, formatNumber } from '@/app/ui/format';
import type { WaitingLineDetail } from '@/lib/matching/screen';
import type { FoundVariant, SearchKind } from '@/lib/matching/search';
import { findVariants, matchLine, openLine } from './actions';
import { NewProductForm } from './new-product-form';

const kinds: SearchKind[] = ['name', 'variantCode', 'barcode', 'supplier'];

type Chosen = { variant: FoundVariant; qty: number };

/** One line and what it may mean: search, choose one or several variants, 매칭; all by keyboard. */
export function MatchPanel({ lineId, onMatched }: { lineId: number; onMatched: () => void }) {
  const t = useTranslations('match');
  const opening = useAction(openLine);
  const searching = useAction(findVariants);
  const matching = useAction(matchLine);
  const [line, setLine] = useState<WaitingLineDetail | null>(null);
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
          searching.run(search, setFound);
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
      <FailureNote message={matching.failure?.message} />
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

type FoundTableProps = {
  found: FoundVariant[];
  chosen: Chosen[];
  onToggle: (variant: FoundVariant) => void;
};

function FoundTable({ found, chosen, onToggle }: FoundTableProps) {
  const t = useTranslations('match');
  return (
    <div className="max-h-72 overflow-y-auto rounded-md border border-line">
      <table className="table" aria-label={t('foundVariants')}>
        <thead>
          <tr>
            <th scope="col">{t('columns.choose')}</th>
            <th scope="col">No</th>
            <th scope="col">{t('columns.barcode')}</th>
            <th scope="col">{t('columns.variantCode')}</th>
            <th scope="col">{t('columns.variantName')}</th>
            <th scope="col">{t('columns.variantOption')}</th>
            <th scope="col" data-kind="number">
              {t('columns.price')}
            </th>
            <th scope="col" data-kind="number">
              {t('columns.onHand')}
            </th>
            <th scope="col">{t('columns.why')}</th>
          </tr>
        </thead>
        <tbody>
          {found.map((variant, index) => (
            <tr key={variant.variantId}>
              <td>
                <input
                  type="checkbox"
                  data-found
                  aria-label={t('chooseVariant', {
                    name: `${variant.productName} ${variant.option}`.trim(),
                  })}
                  checked={chosen.some((row) => row.variant.variantId === variant.variantId)}
                  onChange={() => onToggle(variant)}
                  onKeyDown={(event) => onRowKey(event, index, () => onToggle(variant))}
                />
              </td>
              <td className="numeric">{found.length - index}</td>
              <td>{variant.barcode || '-'}</td>
              <td>{variant.variantCode}</td>
              <td>{variant.productName}</td>
              <td>{variant.option || '-'}</td>
              <td data-kind="number">{formatMoney(variant.price)}</td>
              <td data-kind="number">{formatNumber(variant.onHand)}</td>
              <td className="text-muted">
                {variant.similarityPercent !== null &&
                  t('similar', { percent: variant.similarityPercent })}
              </td>
            </tr>
          ))}
          {found.length === 0 && (
            <tr>
              <td colSpan={9} className="py-4 text-center text-muted">
                {t('noneFound')}
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

function onRowKey(event: KeyboardEvent<HTMLInputElement>, index: number, toggle: () => void) {
  if (event.key === 'ArrowDown') focusRow(index + 1, event);
  else if (event.key === 'ArrowUp') focusRow(index - 1, event);
  else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    toggle();
  }
}

function focusRow(index: number, event: KeyboardEvent<HTMLElement>) {
  event.preventDefault();
  const boxes = event.currentTarget
    .closest('[role=dialog]')
    ?.querySelectorAll<HTMLInputElement>('input[data-found]');
  boxes?.[index]?.focus();
}

type ChosenListProps = {
  chosen: Chosen[];
  lineQty: number;
  onChange: (chosen: Chosen[]) => void;
};

/** What one unit ordered means; several variants make a kit. */
function ChosenList({ chosen, lineQty, onChange }: ChosenListProps) {
  const t = useTranslations('match');
  if (chosen.length === 0) return <p className="text-muted">{t('noneChosen')}</p>;
  return (
    <ul className="grid gap-1" aria-label={t('chosen')}>
      {chosen.map(({ variant, qty }) => (
        <li key={variant.variantId} className="flex items-center gap-2">
          <span className="font-medium">
            {variant.productName} {variant.option}
          </span>
          {/* biome-ignore lint/a11y/noLabelWithoutControl: the input is inside */}
          <label className="flex items-center gap-1 text-muted">
            {t('perUnit')}
            <Input
              type="number"
              min={1}
              max={999}
              value={qty}
              className="w-16 text-right"
              onChange={(event) =>
                onChange(
                  chosen.map((row) =>
                    row.variant.variantId === variant.variantId
                      ? { ...row, qty: Math.max(1, Number(event.target.value) || 1) }
                      : row,
                  ),
                )
              }
            />
          </label>
          <span className="text-muted">
            {t('meaning', { ordered: lineQty, needed: lineQty * qty })}
          </span>
          <Button
            size="small"
            variant="quiet"
            onClick={() =>
              onChange(chosen.filter((row) => row.variant.variantId !== variant.variantId))
            }
          >
            {t('remove')}
          </Button>
        </li>
      ))}
    </ul>
  );
}
