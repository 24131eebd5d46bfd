'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { FailureNote } from '@/app/ui/form/failure-note';
import { useAction } from '@/app/ui/form/use-action';
import type { LoadPreset } from '@/lib/invoicing/load/load-conditions';
import { loadPreset } from './actions';

/** A link of the side panel: loads the rows that its number counted, and goes on to them. */
export function PresetLoad({ preset }: { preset: LoadPreset }) {
  const t = useTranslations('invoice.load');
  const router = useRouter();
  const { run, failure } = useAction(loadPreset);

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for the link that was followed.
  useEffect(() => {
    run({ preset }, ({ loadId }) => router.replace(`?load=${loadId}`));
  }, [preset]);

  if (failure) return <FailureNote message={failure.message} />;
  return (
    <p role="status" className="panel px-3 py-2 text-muted">
      {t('presetHint', { name: t(`presets.${preset}`) })} {t('loading')}
    </p>
  );
}
