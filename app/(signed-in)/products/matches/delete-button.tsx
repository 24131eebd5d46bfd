'use client';

import { useTranslations } from 'next-intl';
import { Dialog as Radix } from 'radix-ui';
import { useState } from 'react';
import { Button } from '@/app/ui/button';
import { DialogButtons, DialogContent } from '@/app/ui/dialog/dialog';
import { FailureNote } from '@/app/ui/form/failure-note';
import { Radio } from '@/app/ui/form/field';
import { useAction } from '@/app/ui/form/use-action';
import { useSelection } from '@/app/ui/table/selection';
import type { BlastRadius } from '@/lib/matching/rematch/radius';
import { lookAtDeletion, removeMatches } from '../../orders/match/actions';
import { RadiusFacts } from '../../orders/match/radius-choice';

/** Deletes one match, or the selected ones, after showing how many orders it would reach. */
export function DeleteButton({ label, matchId }: { label: string; matchId?: number }) {
  const t = useTranslations('match');
  const looking = useAction(lookAtDeletion);
  const removing = useAction(removeMatches);
  const { ids } = useSelection();
  const [radius, setRadius] = useState<BlastRadius | null>(null);
  const [rematch, setRematch] = useState(false);
  const matchIds = matchId === undefined ? ids : [matchId];
  const name = `delete-${matchId ?? 'selected'}`;

  return (
    <>
      <Button
        size={matchId === undefined ? undefined : 'small'}
        disabled={matchIds.length === 0}
        aria-disabled={looking.pending}
        onClick={() => looking.run({ matchIds }, setRadius)}
      >
        {label}
      </Button>
      <Radix.Root open={radius !== null} onOpenChange={(isOpen) => isOpen || setRadius(null)}>
        {radius && (
          <DialogContent title={t('matches.deleteTitle', { count: matchIds.length })}>
            <div className="grid gap-2">
              <p>{t('matches.deleteBody')}</p>
              {radius.lines > 0 && (
                <fieldset className="grid gap-1.5 rounded-md border border-line px-3 py-2">
                  <legend className="px-1 font-semibold">
                    {t('radius.title', { count: radius.lines })}
                  </legend>
                  <Radio
                    name={name}
                    label={t('matches.keepLines')}
                    checked={!rematch}
                    onChange={() => setRematch(false)}
                  />
                  <Radio
                    name={name}
                    label={t('matches.unmatchLines')}
                    checked={rematch}
                    onChange={() => setRematch(true)}
                  />
                  <RadiusFacts radius={radius} />
                </fieldset>
              )}
              <FailureNote message={removing.failure?.message} />
              <DialogButtons>
                <Button
                  variant="danger"
                  aria-disabled={removing.pending}
                  onClick={() => removing.run({ matchIds, rematch }, () => setRadius(null))}
                >
                  {t('matches.delete')}
                </Button>
              </DialogButtons>
            </div>
          </DialogContent>
        )}
      </Radix.Root>
    </>
  );
}
