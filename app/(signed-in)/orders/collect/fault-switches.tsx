'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/app/ui/button';
import { useAction } from '@/app/ui/form/use-action';
import type { FaultKind } from '@/lib/practice/control';
import { switchFault } from './actions';

type FaultSwitchesProps = { marketplace: string; kinds: FaultKind[]; on: FaultKind[] };

/** One switch per trouble that the marketplace can make. */
export function FaultSwitches({ marketplace, kinds, on }: FaultSwitchesProps) {
  const t = useTranslations('collect.practice');
  const { run, pending, failure } = useAction(switchFault);
  const [rate, setRate] = useState<'sometimes' | 'always'>('sometimes');

  useEffect(() => {
    if (failure) toast.error(failure.message);
  }, [failure]);

  return (
    <div className="grid grid-cols-[1fr_auto] items-start gap-3 px-3 py-2.5" aria-busy={pending}>
      <ul className="flex flex-wrap gap-1.5">
        {kinds.map((fault) => (
          <li key={fault}>
            <Button
              role="switch"
              aria-checked={on.includes(fault)}
              title={t(`hints.${fault}`)}
              className="aria-checked:border-warn aria-checked:bg-warn-soft aria-checked:font-semibold aria-checked:text-warn"
              size="small"
              onClick={() => run({ marketplace, fault, rate: on.includes(fault) ? 'off' : rate })}
            >
              {t(`faults.${fault}`)}
            </Button>
          </li>
        ))}
      </ul>
      <label className="flex items-center gap-1.5 whitespace-nowrap text-muted">
        {t('rate')}
        <select
          className="input h-7"
          value={rate}
          onChange={(event) => setRate(event.target.value === 'always' ? 'always' : 'sometimes')}
        >
          <option value="sometimes">{t('sometimes')}</option>
          <option value="always">{t('always')}</option>
        </select>
      </label>
    </div>
  );
}
