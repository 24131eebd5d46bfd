'use client';

import { useTranslations } from 'next-intl';
import { type SubmitEvent, useState } from 'react';
import { DialogButtons, useDialog } from '@/app/ui/dialog/dialog';
import { Field, FieldSet, Input, Radio } from '@/app/ui/form/field';
import { FormStateContext } from '@/app/ui/form/form-state';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { useAction } from '@/app/ui/form/use-action';
import { complaint } from '@/lib/complaint';
import { formInput } from '@/lib/form-input';
import { orderFormSchema } from '@/lib/registration/order-form';
import { enterOrder } from './actions';
import { OrderLines } from './order-lines';

/** One order by hand. The browser checks first what the server will check again. */
export function OrderForm({ channelId }: { channelId: number }) {
  const t = useTranslations('register.form');
  const say = useTranslations();
  const dialog = useDialog();
  const { run, pending, failure } = useAction(enterOrder);
  const [complaints, setComplaints] = useState<Record<string, string>>({});
  const errors = { ...failure?.fields, ...complaints };
  const isExplained = Object.keys(failure?.fields ?? {}).length > 0;

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    event.stopPropagation();
    const form = new FormData(event.currentTarget);
    const parsed = orderFormSchema.safeParse(formInput(form), { reportInput: true });
    const found: Record<string, string> = {};
    for (const issue of parsed.error?.issues ?? []) {
      const [key, values] = complaint(issue);
      found[issue.path.join('.')] ??= say(key as Parameters<typeof say>[0], values);
    }
    setComplaints(found);
    if (parsed.success) run(form, () => dialog?.close());
  }

  return (
    <FormStateContext
      value={{ pending, errors, failure: isExplained ? undefined : failure?.message }}
    >
      <form method="post" noValidate onSubmit={submit} className="grid gap-4" aria-busy={pending}>
        <input type="hidden" name="channelId" value={channelId} />
        <div className="grid grid-cols-3 gap-x-3 gap-y-2.5">
          <Field name="orderNo" label={t('orderNo')} hint={t('orderNoHint')}>
            <Input autoFocus maxLength={100} />
          </Field>
          <Field name="orderedAt" label={t('orderedAt')} hint={t('timeHint')}>
            <Input type="datetime-local" />
          </Field>
          <Field name="paidAt" label={t('paidAt')}>
            <Input type="datetime-local" />
          </Field>
          <Field name="ordererName" label={t('ordererName')} hint={t('ordererHint')}>
            <Input maxLength={100} />
          </Field>
          <Field name="ordererPhone" label={t('ordererPhone')}>
            <Input inputMode="tel" placeholder="010-1234-5678" />
          </Field>
          <FieldSet name="freightTerm" label={t('freightTerm')}>
            <Radio value="prepaid" label={t('prepaid')} defaultChecked />
            <Radio value="collect" label={t('collect')} />
          </FieldSet>
        </div>
        <fieldset className="grid grid-cols-3 gap-x-3 gap-y-2.5">
          <legend className="mb-1.5 font-semibold">{t('recipient')}</legend>
          <Field name="recipientName" label={t('recipientName')}>
            <Input required maxLength={100} />
          </Field>
          <Field name="recipientMobile" label={t('recipientMobile')}>
            <Input inputMode="tel" placeholder="010-1234-5678" />
          </Field>
          <Field name="recipientPhone" label={t('recipientPhone')}>
            <Input inputMode="tel" placeholder="02-123-4567" />
          </Field>
          <Field name="postcode" label={t('postcode')}>
            <Input inputMode="numeric" maxLength={5} />
          </Field>
          <Field name="address1" label={t('address1')}>
            <Input required maxLength={300} />
          </Field>
          <Field name="address2" label={t('address2')}>
            <Input maxLength={300} />
          </Field>
          <Field name="note" label={t('note')} className="col-span-3">
            <Input maxLength={500} />
          </Field>
        </fieldset>
        <OrderLines />
        <DialogButtons>
          <SubmitButton>{t('submit')}</SubmitButton>
        </DialogButtons>
      </form>
    </FormStateContext>
  );
}
