'use client';

import { ChevronDown } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Popover } from 'radix-ui';
import { toast } from 'sonner';
import { enterMall } from './enter-mall';

type MallSwitchProps = {
  mallId: number;
  mallName: string;
  malls: { mallId: number; name: string }[];
};

/** For those who work in several malls: the one that this browser goes on in, once it is pressed. */
export function MallSwitch({ mallId, mallName, malls }: MallSwitchProps) {
  const t = useTranslations('ui');
  const enter = (chosen: number) => enterMall(chosen).catch(() => toast.error(t('unreachable')));
  return (
    <Popover.Root>
      <Popover.Trigger
        className="button max-w-60 font-semibold"
        data-variant="quiet"
        aria-label={`${mallName} · ${t('switchMall')}`}
      >
        <span className="truncate">{mallName}</span>
        <ChevronDown size={12} aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={4}
          aria-label={t('switchMall')}
          className="panel z-20 max-h-[60vh] min-w-48 max-w-80 overflow-y-auto py-1 shadow-pop focus:outline-none"
        >
          {malls.map((mall) => (
            <Popover.Close
              key={mall.mallId}
              className="block w-full px-3 py-1.5 text-left hover:bg-sunken focus-visible:-outline-offset-2 aria-[current]:font-semibold"
              autoFocus={mall.mallId === mallId}
              aria-current={mall.mallId === mallId || undefined}
              onClick={() => mall.mallId !== mallId && enter(mall.mallId)}
            >
              {mall.name}
            </Popover.Close>
          ))}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
