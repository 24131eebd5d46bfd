'use client';

import { LoaderCircle } from 'lucide-react';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { Button } from '@/app/ui/button';
import { DialogButtons } from '@/app/ui/dialog/dialog';
import { FailureNote } from '@/app/ui/form/failure-note';
import { useAction } from '@/app/ui/form/use-action';
import type { Criterion } from '@/lib/allocation/priority';
import type { Simulation } from '@/lib/allocation/simulate';
import { simulate } from './actions';
import { ForecastRows } from './forecast-rows';
import { bases, heldChoices, type Policy, splittings, switches } from './policy';

type Props = {
  where: Record<string, string | string[]>;
  initial: Policy[];
  criteria: { value: Criterion; label: string }[];
};

const letters = ['A', 'B', 'C'] as const;
const fields = [
  'first',
  'basis',
  'reallocatesPartly',
  'reallocatesWhole',
  'held',
  'splitting',
] as const;

/** One column a policy: its choices above, what would come of it below. */
export function PolicyComparison({ where, initial, criteria }: Props) {
  const t = useTranslations('allocate');
  const [router, path, search] = [useRouter(), usePathname(), useSearchParams()];
  const [policies, setPolicies] = useState(initial);
  const [found, setFound] = useState<Simulation | null>(null);
  const { run, pending, failure } = useAction(simulate);
  const isStarted = useRef(false);
  const compare = () => run({ ...where, policies }, setFound);

  useEffect(() => {
    if (!isStarted.current) compare();
    isStarted.current = true;
  });

  function choose(at: number, field: keyof Policy, value: string) {
    setFound(null);
    setPolicies(policies.map((one, index) => (index === at ? { ...one, [field]: value } : one)));
  }

  function use(policy: Policy) {
    const params = new URLSearchParams(search);
    for (const [name, value] of Object.entries(policy)) params.set(name, value);
    params.delete('simulate');
    router.replace(`${path}?${params}`, { scroll: false });
  }

  const onOff = switches.map((value) => ({ value, label: t(`simulator.switches.${value}`) }));
  const options = {
    first: [{ value: '', label: t('simulator.saved') }, ...criteria],
    basis: bases.map((value) => ({ value, label: t(`simulator.bases.${value}`) })),
    reallocatesPartly: onOff,
    reallocatesWhole: onOff,
    held: heldChoices.map((value) => ({ value, label: t(`conditions.heldChoices.${value}`) })),
    splitting: splittings.map((value) => ({
      value,
      label: t(`conditions.splittingChoices.${value}`),
    })),
  };
  const labels = {
    first: t('simulator.first'),
    basis: t('conditions.basis'),
    reallocatesPartly: t('conditions.reallocatesPartly'),
    reallocatesWhole: t('conditions.reallocatesWhole'),
    held: t('conditions.held'),
    splitting: t('conditions.splitting'),
  };

  return (
    <>
      <table className="table" aria-label={t('simulator.title')}>
        <thead>
          <tr>
            <th scope="col" />
            {policies.map((_, at) => (
              <th key={letters[at]} scope="col">
                {t('simulator.policy', { letter: letters[at] ?? '' })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={field}>
              <th scope="row">{labels[field]}</th>
              {policies.map((policy, at) => (
                <td key={letters[at]}>
                  <select
                    className="input w-full"
                    value={policy[field]}
                    aria-label={`${t('simulator.policy', { letter: letters[at] ?? '' })} ${labels[field]}`}
                    onChange={(event) => choose(at, field, event.target.value)}
                  >
                    {options[field].map(({ value, label }) => (
                      <option key={value} value={value}>
                        {label}
                      </option>
                    ))}
                  </select>
                </td>
              ))}
            </tr>
          ))}
          {found && <ForecastRows forecasts={found.forecasts} />}
          <tr>
            <th scope="row" />
            {policies.map((policy, at) => (
              <td key={letters[at]}>
                <Button size="small" onClick={() => use(policy)}>
                  {t('simulator.use')}
                </Button>
              </td>
            ))}
          </tr>
        </tbody>
      </table>
      <p className="my-3 text-muted">
        {found ? t('simulator.looked', { count: found.shipments }) : null}
      </p>
      <FailureNote message={failure?.message} />
      <DialogButtons>
        <Button variant="primary" aria-disabled={pending} onClick={compare}>
          {pending && <LoaderCircle size={13} className="animate-spin" aria-hidden />}
          {t('simulator.compare')}
        </Button>
      </DialogButtons>
    </>
  );
}
