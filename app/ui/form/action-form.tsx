'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, type SubmitEvent, useRef } from 'react';
import type { Action } from '@/lib/action';
import { useDialog } from '../dialog/dialog';
import { useSelection } from '../table/selection';
import { FormFailure } from './failure-note';
import { FormStateContext } from './form-state';
import { useAction } from './use-action';

type ActionFormProps = {
  action: Action;
  children: ReactNode;
  /** Sends the selected rows of the table around the form, under this name. */
  selectionAs?: string;
  /** Empties the fields afterwards, for the next entry. */
  clears?: boolean;
  /** Leaves the dialog around it open, where more is done in it. */
  stays?: boolean;
  className?: string;
};

/**
 * A form that calls an action. What was typed stays when it fails; a dialog around it closes when it
 * is done, unless the result says by `href` where to go on.
 */
export function ActionForm(props: ActionFormProps) {
  const { action, children, selectionAs, clears, stays, className } = props;
  const { run, pending, failure } = useAction(action);
  const router = useRouter();
  const selection = useSelection();
  const dialog = useDialog();
  const form = useRef<HTMLFormElement>(null);

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    // A form in a dialog of this form bubbles through the portal.
    event.stopPropagation();
    const input = new FormData(event.currentTarget, event.nativeEvent.submitter);
    if (selectionAs) for (const id of selection.ids) input.append(`${selectionAs}[]`, String(id));
    run(input, (value) => {
      if (clears) form.current?.reset();
      const href = hrefOf(value);
      if (href) router.push(href);
      else if (!stays) dialog?.close();
    });
  }

  const errors = failure?.fields ?? {};
  const isShown = (name: string) =>
    form.current?.querySelector(`[data-explains~=${JSON.stringify(name)}]`);
  const isExplained = failure?.fields && Object.keys(errors).every(isShown);

  return (
    <FormStateContext
      value={{ pending, errors, failure: isExplained ? undefined : failure?.message }}
    >
      <form ref={form} method="post" onSubmit={submit} className={className} aria-busy={pending}>
        {children}
        {!dialog && <FormFailure />}
      </form>
    </FormStateContext>
  );
}

function hrefOf(value: unknown): string | null {
  const isLeading = typeof value === 'object' && value !== null && 'href' in value;
  return isLeading ? String(value.href) : null;
}
