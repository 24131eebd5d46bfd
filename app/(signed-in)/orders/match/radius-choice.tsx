'use client';

import { useTranslations } from 'next-intl';
import { Radio } from '@/app/ui/form/field';
import type { BlastRadius } from '@/lib/matching/rematch/radius';

type RadiusChoiceProps = {
  radius: BlastRadius | null;
  checked: boolean;
  onChange: (rematch: boolean) => void;
};

/** Before a change: how many orders that have not left it would reach, and what becomes of them. */
export function RadiusChoice({ radius, checked, onChange }: RadiusChoiceProps) {
  const t = useTranslations('match.radius');
  if (!radius || radius.lines === 0) return null;
  return (
    <fieldset className="grid gap-1.5 rounded-md border border-line px-3 py-2">
      <legend className="px-1 font-semibold">{t('title', { count: radius.lines })}</legend>
      <Radio
        name="rematch"
        label={t('rematch')}
        checked={checked}
        onChange={() => onChange(true)}
      />
      <RadiusFacts radius={radius} />
      <Radio
        name="rematch"
        label={t('laterOnly')}
        checked={!checked}
        onChange={() => onChange(false)}
      />
    </fieldset>
  );
}

export function RadiusFacts({ radius }: { radius: BlastRadius }) {
  const t = useTranslations('match.radius');
  return (
    <p className="pl-5 text-muted">
      {t('shipments', { count: radius.shipments })}
      {radius.givenBack > 0 && ` · ${t('givenBack', { count: radius.givenBack })}`}
      {radius.held > 0 && ` · ${t('held', { count: radius.held })}`}
    </p>
  );
}
