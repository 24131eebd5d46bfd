'use client';

import { useRef, useState, useTransition } from 'react';
import { toast } from 'sonner';
import type { Action, ActionResult } from '@/lib/action';
import { useCall } from './use-call';

type Failure = Extract<ActionResult, { ok: false }>;

/**
 * Runs an action from the browser: once however often it is clicked, pending until the new screen
 * stands, its sentence as a toast. The failure stays until the next try.
 */
export function useAction<Value>(action: Action<Value>) {
  const call = useCall(action);
  const [pending, startTransition] = useTransition();
  const [failure, setFailure] = useState<Failure | null>(null);
  const busy = useRef(false);

  function run(input: FormData | Record<string, unknown>, onDone?: (value: Value) => void) {
    if (busy.current || pending) return;
    busy.current = true;
    setFailure(null);
    startTransition(async () => {
      const result = await call(input);
      busy.current = false;
      if (!result.ok) return setFailure(result);
      if (result.message) toast.success(result.message);
      onDone?.(result.value);
    });
  }

  return { run, pending, failure, forget: () => setFailure(null) };
}
