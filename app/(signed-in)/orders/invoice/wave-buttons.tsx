'use client';

import { useTranslations } from 'next-intl';
import { ActionButton } from '@/app/ui/form/action-button';
import type { LoadSelection } from '@/lib/invoicing/load/load-rows';
import { endWave, wave } from './actions';

type WaveButtonsProps = { selection: LoadSelection; count: number; disabled: boolean };

/** 차수 만들기 of the range or all that pass; 차수 해제 of the one shown. */
export function WaveButtons({ selection, count, disabled }: WaveButtonsProps) {
  const t = useTranslations('invoice.wave');
  const shown = Number(selection.filter.wave);
  return (
    <>
      <ActionButton
        action={wave}
        input={{ selection }}
        disabled={disabled}
        confirm={{ title: t('makeTitle'), body: t('makeBody', { count }), label: t('make') }}
      >
        {t('make')}
      </ActionButton>
      {shown > 0 && (
        <ActionButton
          action={endWave}
          input={{ waveId: shown }}
          confirm={{ title: t('dissolveTitle'), body: t('dissolveBody'), label: t('dissolve') }}
        >
          {t('dissolve')}
        </ActionButton>
      )}
    </>
  );
}
