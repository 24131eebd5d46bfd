'use client';

import { LoaderCircle } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Dialog as Radix } from 'radix-ui';
import { useState } from 'react';
import { Button } from '@/app/ui/button';
import { DialogButtons, DialogContent } from '@/app/ui/dialog/dialog';
import { FailureNote } from '@/app/ui/form/failure-note';
import { useAction } from '@/app/ui/form/use-action';
import { Notice } from '@/app/ui/notice';
import { test } from './actions';

type ConnectionTestProps = { channelId: number; name: string; label: string };
type Answer = { isGood: boolean; sentence: string; said: string };

/** 연결 확인: asks the marketplace at once, and lets its answer stand until it is closed. */
export function ConnectionTest({ channelId, name, label }: ConnectionTestProps) {
  const t = useTranslations('settings.connection');
  const { run, pending, failure } = useAction(test);
  const [isOpen, setOpen] = useState(false);
  const [answer, setAnswer] = useState<Answer | null>(null);

  function ask() {
    setOpen(true);
    setAnswer(null);
    run({ channelId, name }, setAnswer);
  }

  return (
    <>
      <Button size="small" onClick={ask}>
        {label}
      </Button>
      <Radix.Root open={isOpen} onOpenChange={setOpen}>
        <DialogContent title={`${name} ${label}`}>
          <div className="grid gap-3">
            {pending && (
              <p className="flex items-center gap-2 text-muted" role="status">
                <LoaderCircle size={13} className="animate-spin" aria-hidden />
                {t('testing', { name })}
              </p>
            )}
            {!pending && answer && <AnswerNotice answer={answer} />}
            <FailureNote message={pending ? undefined : failure?.message} />
            <DialogButtons>
              <Button onClick={ask} aria-disabled={pending}>
                {t('again')}
              </Button>
            </DialogButtons>
          </div>
        </DialogContent>
      </Radix.Root>
    </>
  );
}

function AnswerNotice({ answer: { isGood, sentence, said } }: { answer: Answer }) {
  return (
    <Notice tone={isGood ? 'good' : 'bad'}>
      <p>{sentence}</p>
      {said && <p className="mt-1 text-xs">{said}</p>}
    </Notice>
  );
}
