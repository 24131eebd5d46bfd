'use client';

import { ChevronDown } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { DropdownMenu } from 'radix-ui';
import { useEffect } from 'react';
import { toast } from 'sonner';
import { useAction } from '@/app/ui/form/use-action';
import type { LoadSelection } from '@/lib/invoicing/load-rows';
import { reprint } from './actions';
import { openLabels } from './open-labels';

type PrintMenuProps = { selection: LoadSelection; disabled: boolean };

const item = 'block px-3 py-1.5 outline-none data-highlighted:bg-sunken';

/** 라벨 재출력, and the lists for the shelves and the packing table. */
export function PrintMenu({ selection, disabled }: PrintMenuProps) {
  const t = useTranslations('invoice.toolbar');
  const { run, pending, failure } = useAction(reprint);
  const { loadId, box, filter } = selection;
  const query = new URLSearchParams({ load: String(loadId), box, ...filter });

  useEffect(() => {
    if (failure) toast.error(failure.message);
  }, [failure]);

  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="button" disabled={disabled} aria-busy={pending}>
        {t('print')}
        <ChevronDown size={12} aria-hidden />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content align="start" sideOffset={4} className="panel z-20 py-1 shadow-pop">
          <DropdownMenu.Item
            className={`${item} cursor-pointer`}
            onSelect={() => run({ selection }, ({ runId }) => openLabels(runId))}
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
