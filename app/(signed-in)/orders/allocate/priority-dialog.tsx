'use client';

import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useRef, useState } from 'react';
import { Button } from '@/app/ui/button';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionForm } from '@/app/ui/form/action-form';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { KeyHint } from '@/app/ui/text';
import { type Criterion, criteria, isTag, tagOf } from '@/lib/allocation/priority';
import { prioritise } from './actions';

type PriorityDialogProps = { saved: Criterion[]; tags: string[] };

/** 우선순위설정: which criteria are compared, in which order. */
export function PriorityDialog({ saved, tags }: PriorityDialogProps) {
  const t = useTranslations('allocate.priority');
  return (
    <Dialog
      title={t('title')}
      description={t('description')}
      trigger={<Button needs="viewer">{t('open')}</Button>}
    >
      <PriorityForm saved={saved} tags={tags} />
    </Dialog>
  );
}

function PriorityForm({ saved, tags }: PriorityDialogProps) {
  const t = useTranslations('allocate.priority');
  const [used, setUsed] = useState(saved);
  const all: Criterion[] = [...criteria, ...tags.map((tag) => `tag:${tag}` as const)];
  const unused = all.filter((criterion) => !used.includes(criterion));
  const nameOf = (criterion: Criterion) =>
    isTag(criterion) ? t('tag', { tag: tagOf(criterion) }) : t(`criteria.${criterion}`);

  return (
    <ActionForm action={prioritise} className="grid gap-4">
      <section className="grid gap-1.5">
        <h3>{t('used')}</h3>
        {used.length === 0 && <p className="text-muted">{t('none')}</p>}
        <CriterionList used={used} change={setUsed} nameOf={nameOf} />
        <p className="text-muted text-xs">
          <KeyHint>{t('keys')}</KeyHint>
        </p>
      </section>
      {unused.length > 0 && (
        <section className="grid gap-1.5">
          <h3>{t('unused')}</h3>
          <ul className="grid gap-1">
            {unused.map((criterion) => (
              <li
                key={criterion}
                className="flex items-center gap-2 rounded-md bg-sunken px-3 py-1"
              >
                <span className="mr-auto">{nameOf(criterion)}</span>
                <Button
                  size="small"
                  aria-label={t('add', { criterion: nameOf(criterion) })}
                  onClick={() => setUsed([...used, criterion])}
                >
                  {t('addShort')}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <DialogButtons>
        <SubmitButton needs="manager">{t('save')}</SubmitButton>
      </DialogButtons>
    </ActionForm>
  );
}

type CriterionListProps = {
  used: Criterion[];
  change: (used: Criterion[]) => void;
  nameOf: (criterion: Criterion) => string;
};

/** Ordered by dragging, by its buttons, or by Alt and the arrow keys. */
function CriterionList({ used, change, nameOf }: CriterionListProps) {
  const t = useTranslations('allocate.priority');
  const list = useRef<HTMLOListElement>(null);
  const [dragged, setDragged] = useState<number | null>(null);

  function move(from: number, to: number) {
    if (to < 0 || to >= used.length) return;
    change(moved(used, from, to));
  }

  function press(event: KeyboardEvent, at: number) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    if (event.altKey) move(at, at + step);
    else (list.current?.children[at + step] as HTMLElement | undefined)?.focus();
  }

  return (
    <ol ref={list} className="grid gap-1">
      {used.map((criterion, at) => (
        <li
          key={criterion}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move it
          tabIndex={0}
          draggable
          onKeyDown={(event) => event.target === event.currentTarget && press(event, at)}
          onDragStart={() => setDragged(at)}
          onDragOver={(event) => event.preventDefault()}
          onDrop={() => dragged !== null && move(dragged, at)}
          className="flex cursor-grab items-center gap-1.5 rounded-md border border-line px-3 py-1"
        >
          <input type="hidden" name="priority[]" value={criterion} />
          <span className="numeric w-5 text-muted">{at + 1}</span>
          <span className="mr-auto">{nameOf(criterion)}</span>
          <Button
            size="small"
            variant="quiet"
            disabled={at === 0}
            aria-label={t('up', { criterion: nameOf(criterion) })}
            onClick={() => move(at, at - 1)}
          >
            <ArrowUp size={13} aria-hidden />
          </Button>
          <Button
            size="small"
            variant="quiet"
            disabled={at === used.length - 1}
            aria-label={t('down', { criterion: nameOf(criterion) })}
            onClick={() => move(at, at + 1)}
          >
            <ArrowDown size={13} aria-hidden />
          </Button>
          <Button
            size="small"
            variant="quiet"
            aria-label={t('remove', { criterion: nameOf(criterion) })}
            onClick={() => change(used.filter((one) => one !== criterion))}
          >
            <X size={13} aria-hidden />
          </Button>
        </li>
      ))}
    </ol>
  );
}

function moved<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const rest = items.filter((_, at) => at !== from);
  return [...rest.slice(0, to), ...items.slice(from, from + 1), ...rest.slice(to)];
}
