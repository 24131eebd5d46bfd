'use client';

import { ChevronDown } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { DropdownMenu } from 'radix-ui';
import type { Ref } from 'react';
import { useLack } from '@/app/ui/form/page-member';
import type { LoadSelection } from '@/lib/invoicing/load/load-rows';
import { filterQuery } from './filter-query';

type PrintMenuProps = {
  selection: LoadSelection;
  disabled: boolean;
  onLabels: () => void;
  ref: Ref<HTMLButtonElement>;
};

const item = 'block px-3 py-1.5 outline-none data-highlighted:bg-sunken';

/** 라벨 재출력, and the lists for the shelves and the packing table. */
export function PrintMenu({ selection, disabled, onLabels, ref }: PrintMenuProps) {
  const t = useTranslations('invoice.toolbar');
  const [lack, ofLabels] = [useLack('operator'), useLack('personalData')];
  const { loadId, box, filter } = selection;
  const query = new URLSearchParams({ load: String(loadId), box, ...filterQuery(filter) });

  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        ref={ref}
        className="button"
        disabled={disabled || lack !== undefined}
        title={lack}
      >
        {t('print')}
        <ChevronDown size={12} aria-hidden />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content align="start" sideOffset={4} className="panel z-20 py-1 shadow-pop">
          <DropdownMenu.Item
            className={`${item} cursor-pointer data-disabled:cursor-not-allowed data-disabled:opacity-50`}
            disabled={ofLabels !== undefined}
            title={ofLabels}
            onSelect={onLabels}
          >
            {t('reprint')}
          </DropdownMenu.Item>
          <DropdownMenu.Item asChild>
            <a
              href={`/orders/invoice/picking-list?${query}`}
              target="_blank"
              className={item}
              rel="noopener"
            >
              {t('pickingList')}
            </a>
          </DropdownMenu.Item>
          <DropdownMenu.Item asChild>
            <a
              href={`/orders/invoice/packing-list?${query}`}
              target="_blank"
              className={item}
              rel="noopener"
            >
              {t('packingList')}
            </a>
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
