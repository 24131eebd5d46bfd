'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { Button } from '@/app/ui/button';
import { filledFields, filterFields } from '@/app/ui/filter/conditions';

const choices = ['first', 'basis', 'held', 'splitting'];
const switches = ['reallocatesWhole', 'reallocatesPartly'];

/** Opens the comparison of what the fields say now: the filter's, and those of the run around it. */
export function SimulateButton() {
  const t = useTranslations('allocate.simulator');
  const router = useRouter();

  function open(run: HTMLFormElement | null) {
    const asked = new Map(run ? filledFields(run) : []);
    const params = new URLSearchParams(filterFields());
    for (const name of choices) params.set(name, asked.get(name) ?? '');
    for (const name of switches) params.set(name, asked.get(name) ?? 'off');
    params.set('simulate', 'on');
    router.push(`?${params}`, { scroll: false });
  }

  return (
    <Button aria-haspopup="dialog" onClick={(event) => open(event.currentTarget.form)}>
      {t('open')}
    </Button>
  );
}
