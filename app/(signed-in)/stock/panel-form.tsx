'use client';

import type { ReactNode } from 'react';
import { FormStateContext } from '@/app/ui/form/form-state';
import { useAction } from '@/app/ui/form/use-action';
import type { Action } from '@/lib/action';
import type { DeskVariant } from './desk-variant';

type PanelFormProps = {
  action: Action;
  variant: DeskVariant;
  onDone: () => void;
  children: ReactNode;
};

/** A form about one variant, in the desk's dialog. */
export function PanelForm({ action, variant, onDone, children }: PanelFormProps) {
  const { run, pending, failure } = useAction(action);
  const errors = failure?.fields ?? {};
  return (
    <FormStateContext
      value={{ pending, errors, failure: failure?.fields ? undefined : failure?.message }}
    >
      <form
        className="grid gap-3"
        aria-busy={pending}
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          run(new FormData(event.currentTarget), onDone);
        }}
      >
        <input type="hidden" name="variantId" value={variant.variantId} />
        {children}
      </form>
    </FormStateContext>
  );
}
