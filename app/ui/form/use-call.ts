'use client';

import { unstable_rethrow } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { Action, ActionResult } from '@/lib/action';
import { usePageMall } from './page-member';

type Input = FormData | Record<string, unknown>;

/** Calls an action for the mall of this page; without an answer it has failed too. */
export function useCall<Value>(
  action: Action<Value>,
): (input: Input) => Promise<ActionResult<Value>> {
  const t = useTranslations('ui');
  const mallId = usePageMall();
  return (input) =>
    action(withMall(input, mallId)).catch((error): ActionResult<Value> => {
      unstable_rethrow(error);
      return { ok: false, message: t('unreachable') };
    });
}

function withMall(input: Input, mallId: number): Input {
  if (!(input instanceof FormData)) return { ...input, mallId };
  input.set('mallId', String(mallId));
  return input;
}
