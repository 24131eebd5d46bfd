'use client';

import { useRef, useState, useTransition } from 'react';
import { toast } from 'sonner';
import type { Action, ActionResult } from '@/lib/action';
import { type Asked, askedAs, staysOpen } from './asked';
import { leavesSome } from './leaves-some';
import { useCall } from './use-call';

type Failure = Extract<ActionResult, { ok: false }>;

/**
 * Runs an action from the browser: once however often it is clicked, pending until the new screen
 * stands, its sentence as a toast, which stays until it is closed where something was left undone.
 * The failure stays until the next try.
 */
export function useAction<Value>(action: Action<Value>) {
  const call = useCall(action);
  const [pending, startTransition] = useTransition();
  const [failure, setFailure] = useState<Failure | null>(null);
  const busy = useRef(false);
  const open = useRef<Asked | null>(null);

  function run(input: FormData | Record<string, unknown>, onDone?: (value: Value) => void) {
    if (busy.current || pending) return;
    busy.current = true;
    setFailure(null);
    const asked = askedAs(open.current, input);
    startTransition(async () => {
      const result = await call(input, asked.requestId);
      open.current = staysOpen(result) ? asked : null;
      busy.current = false;
      if (!result.ok) return setFailure(result);
      if (result.message) tell(result.message, result.value);
      onDone?.(result.value);
    });
  }

  return { run, pending, failure, forget: () => setFailure(null) };
}

function tell(message: string, value: unknown): void {
  if (leavesSome(value)) toast.warning(message, { duration: Number.POSITIVE_INFINITY });
  else toast.success(message);
}
