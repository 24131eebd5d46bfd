'use client';

import { LoaderCircle } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type ReactNode, type SubmitEvent, useTransition } from 'react';
import { Button } from '../button';

type FilterFormProps = { children: ReactNode; submit: string; reset: string };

/** Goes to the URL that its fields make, without the empty ones. */
export function FilterForm({ children, submit, reset }: FilterFormProps) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const go = (fields: [string, string][]) =>
    startTransition(() => router.push(`?${new URLSearchParams(fields)}`, { scroll: false }));

  function search(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    go(filledFields(event.currentTarget));
  }

  return (
    <search className="no-print">
      <form method="get" onSubmit={search} aria-busy={pending} className="panel px-3 py-2">
        <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
          {children}
          <div className="ml-auto flex gap-1.5">
            <Button variant="quiet" onClick={(event) => go(keptFields(event.currentTarget.form))}>
              {reset}
            </Button>
            <Button type="submit" variant="primary" className="min-w-16">
              {pending && <LoaderCircle size={13} className="animate-spin" aria-hidden />}
              {submit}
            </Button>
          </div>
        </div>
      </form>
    </search>
  );
}

function filledFields(form: HTMLFormElement): [string, string][] {
  return [...new FormData(form)].filter(
    (field): field is [string, string] => typeof field[1] === 'string' && field[1] !== '',
  );
}

function keptFields(form: HTMLFormElement | null): [string, string][] {
  const inputs = form?.querySelectorAll<HTMLInputElement>('input[data-kept]') ?? [];
  return [...inputs].map((input) => [input.name, input.value]);
}
