'use client';

import { useTranslations } from 'next-intl';
import { toast } from 'sonner';
import { enterMall } from './enter-mall';

type MallSwitchProps = { mallId: number; malls: { mallId: number; name: string }[] };

/** For those who work in several malls: the one that this browser goes on in. */
export function MallSwitch({ mallId, malls }: MallSwitchProps) {
  const t = useTranslations('ui');
  return (
    <select
      aria-label={t('switchMall')}
      className="input"
      value={mallId}
      onChange={(event) =>
        enterMall(Number(event.target.value)).catch(() => toast.error(t('unreachable')))
      }
    >
      {malls.map((mall) => (
        <option key={mall.mallId} value={mall.mallId}>
          {mall.name}
        </option>
      ))}
    </select>
  );
}
