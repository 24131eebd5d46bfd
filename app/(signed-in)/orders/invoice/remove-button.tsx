'use client';

import { useTranslations } from 'next-intl';
import { ActionButton } from '@/app/ui/form/action-button';
import type { LoadSelection } from '@/lib/invoicing/load/load-rows';
import { remove } from './actions';

type RemoveButtonProps = {
  selection: LoadSelection;
  /** 전체송장삭제 of so many rows; else 송장삭제 of the range. */
  all?: number;
  disabled: boolean;
  /** Why it is off. */
  title?: string;
};

export function RemoveButton({ selection, all, disabled, title }: RemoveButtonProps) {
  const t = useTranslations('invoice.toolbar');
  const isAll = all !== undefined;
  const label = t(isAll ? 'removeAll' : 'remove');
  return (
    <ActionButton
      action={remove}
      variant="danger"
      input={{ selection, all: isAll }}
      disabled={disabled}
      title={title}
      confirm={{
        title: t(isAll ? 'removeAllTitle' : 'removeTitle'),
        body: isAll ? t('removeAllBody', { count: all }) : t('removeBody', { box: selection.box }),
        label,
      }}
    >
      {label}
    </ActionButton>
  );
}
