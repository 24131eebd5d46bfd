'use client';

import { LoaderCircle } from 'lucide-react';
import { useRouter, useSearchParams } from 'next/navigation';
import {
  Fragment,
  type ReactNode,
  type SubmitEvent,
  useEffect,
  useRef,
  useState,
  useTransition,
} from 'react';
import { Button } from '../button';
import { isFocusFree } from '../focus/put-focus';
import { filledFields } from './conditions';

type FilterFormProps = { children: ReactNode; submit: string; reset: string };

/** Goes to the URL that its fields make, without the empty ones. */
export function FilterForm({ children, submit, reset }: FilterFormProps) {
  const router = useRouter();
  const search = useSearchParams().toString();
  const [pending, startTransition] = useTransition();
  const [resets, setResets] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  const shown = useRef('');
  /** The name of the field that a search was asked for from, until something else has the focus. */
  const asked = useRef<string | null>(null);
  const go = (query: string) => startTransition(() => router.push(`?${query}`, { scroll: false }));

  // biome-ignore lint/correctness/useExhaustiveDependencies: with each URL the fields say what is shown.
  useEffect(() => {
    shown.current = queryOf(form.current);
  }, [search]);
  // The URL may change before the fields are drawn anew, so it is looked at each time.
  useEffect(() => keepFocus(form.current, asked.current));
  useEffect(() => {
    const forget = ({ target }: FocusEvent) => {
      const isSame = target instanceof HTMLElement && target.getAttribute('name') === asked.current;
      if (!isSame) asked.current = null;
    };
    document.addEventListener('focusin', forget);
    return () => document.removeEventListener('focusin', forget);
  }, []);

  /** Also of what was changed and not searched for. */
  function clear() {
    go(keptQuery(form.current));
    setResets((before) => before + 1);
  }

  /** A run that takes these conditions searches as well, where they are not what is shown. */
  function find(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    asked.current = document.activeElement?.getAttribute('name') ?? null;
    const query = queryOf(event.currentTarget);
    const isForRun = event.nativeEvent.submitter === null;
    if (!isForRun || query !== shown.current) go(query);
  }

  return (
    <search className="no-print">
      <form
        ref={form}
        method="get"
        data-filter
        onSubmit={find}
        aria-busy={pending}
        className="panel px-3 py-2"
      >
        <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
          <Fragment key={resets}>{children}</Fragment>
          <div className="ml-auto flex gap-1.5">
            <Button needs="viewer" variant="quiet" onClick={clear}>
              {reset}
            </Button>
            <Button needs="viewer" type="submit" variant="primary" className="min-w-16">
              {pending && <LoaderCircle size={13} className="animate-spin" aria-hidden />}
              {submit}
            </Button>
          </div>
        </div>
      </form>
    </search>
  );
}

/** A field that is drawn anew with what was searched for has the focus again. */
function keepFocus(form: HTMLFormElement | null, name: string | null): void {
  const field = name === null ? null : form?.elements.namedItem(name);
  if (field instanceof HTMLElement && isFocusFree()) field.focus();
}

const queryOf = (form: HTMLFormElement | null) =>
  `${new URLSearchParams(form ? filledFields(form) : [])}`;

function keptQuery(form: HTMLFormElement | null): string {
  const inputs = form?.querySelectorAll<HTMLInputElement>('input[data-kept]') ?? [];
  return `${new URLSearchParams([...inputs].map((input) => [input.name, input.value]))}`;
}
