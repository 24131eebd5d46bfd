'use client';

import { unstable_rethrow } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useRef, useState, useTransition } from 'react';
import { toast } from 'sonner';
import type { Action, ActionResult } from '@/lib/action';
import { usePageMall } from './page-member';

type Failure = Extract<ActionResult, { ok: false }>;

/**
 * Runs an action from the browser: once however often it is clicked, pending until the new screen
 * stands, its sentence as a toast. The failure stays until the next try.
 */
export function useAction<Value>(action: Action<Value>) {
  const t = useTranslations('ui');
  const mallId = usePageMall();
  const [pending, startTransition] = useTransition();
  const [failure, setFailure] = useState<Failure | null>(null);
  const busy = useRef(false);

  function run(input: FormData | Record<string, unknown>, onDone?: (value: Value) => void) {
    if (busy.current || pending) return;
    busy.current = true;
    setFailure(null);
    startTransition(async () => {
      const result = await action(withMall(input, mallId)).catch((error): Failure => {
        unstable_rethrow(error);
        return { ok: false, message: t('unreachable') };
      });
      busy.current = false;
      if (!result.ok) return setFailure(result);
      if (result.message) toast.success(result.message);
      onDone?.(result.value);
    });
  }

  return { run, pending, failure, forget: () => setFailure(null) };
}

function withMall(input: FormData | Record<string, unknown>, mallId: number) {
  if (!(input instanceof FormData)) return { ...input, mallId };
  input.set('mallId', String(mallId));
  return input;
}
