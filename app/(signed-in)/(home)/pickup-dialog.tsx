'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/app/ui/button';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionForm } from '@/app/ui/form/action-form';
import { Field, Input } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { setPickupTime } from './actions';

/** 집하 시각: when the courier comes. */
export function PickupDialog({ pickupTime }: { pickupTime: string | null }) {
  const t = useTranslations('home.pickup');
  return (
    <Dialog
      title={t('title')}
      trigger={
        <Button size="small" variant="quiet">
          {t('open')}
        </Button>
      }
    >
      <ActionForm action={setPickupTime} className="grid gap-3">
        <Field name="pickupTime" label={t('time')} hint={t('hint')}>
          <Input type="time" autoFocus defaultValue={pickupTime ?? ''} className="w-32" />
        </Field>
        <DialogButtons>
          <SubmitButton needs="manager">{t('save')}</SubmitButton>
        </DialogButtons>
      </ActionForm>
    </Dialog>
  );
}
