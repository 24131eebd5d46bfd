'use client';

import { useTranslations } from 'next-intl';
import { ActionButton } from '@/app/ui/form/action-button';
import type { LoadSelection } from '@/lib/invoicing/load/load-rows';
import { cancelRows } from './sheet-actions';

type CancelRowsButtonProps = {
  selection: LoadSelection;
  /** Of the range. */
  count: number;
  disabled: boolean;
};

/** 요청취소 of the range alone; the rest of its requests stays with the courier's program. */
export function CancelRowsButton({ selection, count, disabled }: CancelRowsButtonProps) {
  const t = useTranslations('invoice.exports');
  return (
    <ActionButton
      action={cancelRows}
      input={{ selection }}
      disabled={disabled}
      title={disabled ? t('cancelRowsHint') : undefined}
      confirm={{
        title: t('cancelTitle'),
        body: t('cancelRowsBody', { box: selection.box, count }),
        label: t('cancel'),
      }}
    >
      {t('cancel')}
    </ActionButton>
  );
}
