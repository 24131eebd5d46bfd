'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, type SubmitEvent, useRef, useState } from 'react';
import type { Action } from '@/lib/action';
import { ConfirmDialog } from '../dialog/confirm-dialog';
import { useDialog } from '../dialog/dialog';
import { formatNumber } from '../format';
import { useSelection } from '../table/selection';
import type { Confirmation } from './action-button';
import { FormFailure } from './failure-note';
import { FormStateContext } from './form-state';
import { useAction } from './use-action';

type ActionFormProps<Value> = {
  action: Action<Value>;
  children: ReactNode;
  /** Sends the selected rows of the table around the form, under this name. */
  selectionAs?: string;
  /** Empties the fields afterwards, for the next entry. */
  clears?: boolean;
  /** Leaves the dialog around it open, where more is done in it. */
  stays?: boolean;
  /** What to do with the result, in place of all that. */
  onDone?: (value: Value) => void;
  /** Asked before what cannot be taken back; of what was typed, where it depends on that. */
  confirm?: Confirmation | ((typed: FormData) => Confirmation);
  className?: string;
};

/**
 * A form that calls an action. What was typed stays when it fails; a dialog around it closes when it
 * is done, unless the result says by `href` where to go on.
 */
export function ActionForm<Value>(props: ActionFormProps<Value>) {
  const { action, children, selectionAs, clears, stays, onDone, confirm, className } = props;
  const { run, pending, failure } = useAction(action);
  const router = useRouter();
  const selection = useSelection();
  const dialog = useDialog();
  const form = useRef<HTMLFormElement>(null);
  const [asked, setAsked] = useState<FormData | null>(null);

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    // A form in a dialog of this form bubbles through the portal.
    event.stopPropagation();
    const input = new FormData(event.currentTarget, event.nativeEvent.submitter);
    if (selectionAs) for (const id of selection.ids) input.append(`${selectionAs}[]`, String(id));
    if (confirm) setAsked(input);
    else send(input);
  }

  function send(input: FormData) {
    setAsked(null);
    run(input, (value) => {
      if (onDone) return onDone(value);
      if (clears) form.current?.reset();
      const href = hrefOf(value);
      if (href) router.push(href);
      else if (!stays) dialog?.close();
    });
  }

  const question = typeof confirm === 'function' ? asked && confirm(asked) : confirm;
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
      {question && (
        <ConfirmDialog
          {...question}
          body={question.body.replace('#', formatNumber(selection.ids.length))}
          open={asked !== null}
          onCancel={() => setAsked(null)}
          onConfirm={() => asked && send(asked)}
        />
      )}
    </FormStateContext>
  );
}

function hrefOf(value: unknown): string | null {
  const isLeading = typeof value === 'object' && value !== null && 'href' in value;
  return isLeading ? String(value.href) : null;
}
