'use client';

import { useTranslations } from 'next-intl';
import {
  createContext,
  type MouseEvent,
  type ReactNode,
  useContext,
  useMemo,
  useState,
} from 'react';

type Id = number | string;

type SelectionState = {
  /** Selected and on this page. */
  ids: Id[];
  total: number;
  isSelected: (id: Id) => boolean;
  toggle: (id: Id, isOn: boolean, reachesBack: boolean) => void;
  toggleAll: (isOn: boolean) => void;
};

const none: SelectionState = {
  ids: [],
  total: 0,
  isSelected: () => false,
  toggle: () => {},
  toggleAll: () => {},
};

const SelectionContext = createContext(none);

/** The rows selected in the table around; none outside of one. */
export const useSelection = () => useContext(SelectionContext);

/** Holds which rows are selected, for the toolbar and the table inside. A row that leaves is let go. */
export function Selection({ rowIds, children }: { rowIds: Id[]; children: ReactNode }) {
  const [chosen, setChosen] = useState<ReadonlySet<Id>>(new Set());
  const [last, setLast] = useState<Id | null>(null);
  const [shown, setShown] = useState(rowIds);
  if (shown.join() !== rowIds.join()) {
    setShown(rowIds);
    setChosen(stillShown(chosen, rowIds));
  }

  const state = useMemo((): SelectionState => {
    function toggle(id: Id, isOn: boolean, reachesBack: boolean) {
      const changed = reachesBack ? between(rowIds, last, id) : [id];
      setChosen((before) => changedSet(before, changed, isOn));
      setLast(id);
    }
    return {
      ids: rowIds.filter((id) => chosen.has(id)),
      total: rowIds.length,
      isSelected: (id) => chosen.has(id),
      toggle,
      toggleAll: (isOn) => setChosen(new Set(isOn ? rowIds : [])),
    };
  }, [rowIds, chosen, last]);

  return <SelectionContext value={state}>{children}</SelectionContext>;
}

/** A row that comes back, in another list or another page, comes back unchosen. */
export function stillShown(chosen: ReadonlySet<Id>, rowIds: Id[]): ReadonlySet<Id> {
  return new Set(rowIds.filter((id) => chosen.has(id)));
}

function between(rowIds: Id[], from: Id | null, to: Id): Id[] {
  const [start, end] = [from === null ? -1 : rowIds.indexOf(from), rowIds.indexOf(to)];
  if (start < 0) return [to];
  return rowIds.slice(Math.min(start, end), Math.max(start, end) + 1);
}

function changedSet(before: ReadonlySet<Id>, ids: Id[], isOn: boolean): ReadonlySet<Id> {
  const after = new Set(before);
  for (const id of ids) {
    if (isOn) after.add(id);
    else after.delete(id);
  }
  return after;
}

/** A row's checkbox; with shift it reaches from the last one clicked. */
export function RowCheckbox({ id, label }: { id: Id; label: string }) {
  const { isSelected, toggle } = useSelection();
  const click = (event: MouseEvent<HTMLInputElement>) =>
    toggle(id, event.currentTarget.checked, event.shiftKey);
  return (
    <input
      type="checkbox"
      data-row
      aria-label={label}
      checked={isSelected(id)}
      onClick={click}
      readOnly
    />
  );
}

export function AllRowsCheckbox() {
  const t = useTranslations('ui');
  const { ids, total, toggleAll } = useSelection();
  return (
    <input
      type="checkbox"
      aria-label={t('selectAll')}
      checked={total > 0 && ids.length === total}
      disabled={total === 0}
      ref={(box) => {
        if (box) box.indeterminate = ids.length > 0 && ids.length < total;
      }}
      onChange={(event) => toggleAll(event.currentTarget.checked)}
    />
  );
}

/** "3건 선택", and nothing while nothing is. */
export function SelectedCount() {
  const t = useTranslations('ui');
  const { ids } = useSelection();
  return (
    <output className="whitespace-nowrap font-semibold text-accent empty:hidden">
      {ids.length > 0 && t('selectedCount', { count: ids.length })}
    </output>
  );
}
