'use client';

import type { ReactNode, SubmitEvent } from 'react';
import { FormFailure } from '@/app/ui/form/failure-note';
import { FormStateContext } from '@/app/ui/form/form-state';
import { useAction } from '@/app/ui/form/use-action';
import type { Action } from '@/lib/action';

type StayFormProps = { action: Action; className?: string; children: ReactNode };

/** A form inside a dialog that stays open when it is done: the dialog shows what comes next. */
export function StayForm({ action, className, children }: StayFormProps) {
  const { run, pending, failure } = useAction(action);

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    event.stopPropagation();
    run(new FormData(event.currentTarget));
  }

  return (
    <FormStateContext value={{ pending, errors: failure?.fields ?? {}, failure: failure?.message }}>
      <form method="post" onSubmit={submit} className={className} aria-busy={pending}>
        {children}
        <FormFailure />
      </form>
    </FormStateContext>
  );
}
