'use client';

import { unstable_rethrow } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { Action, ActionResult } from '@/lib/action';
import { newId } from '../new-id';
import { usePageMall } from './page-member';

type Input = FormData | Record<string, unknown>;

type Answer<Value> = ActionResult<Value> & { isAnswered: boolean };

/** Calls an action for the mall of this page; without an answer it has failed too. */
export function useCall<Value>(
  action: Action<Value>,
): (input: Input, requestId?: string) => Promise<Answer<Value>> {
  const t = useTranslations('ui');
  const mallId = String(usePageMall());
  return (input, requestId = newId()) =>
    action(withNames(input, { mallId, requestId })).then(
      (result) => ({ ...result, isAnswered: true }),
      (error): Answer<Value> => {
        unstable_rethrow(error);
        return { ok: false, message: t('unreachable'), isAnswered: false };
      },
    );
}

function withNames(input: Input, names: Record<string, string>): Input {
  if (!(input instanceof FormData)) return { ...input, ...names };
  for (const [name, value] of Object.entries(names)) input.set(name, value);
  return input;
}
