'use client';

import { useTranslations } from 'next-intl';
import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { DialogButtons, useDialog } from '@/app/ui/dialog/dialog';
import { Field, FieldSet, Input, Radio, RequiredMark } from '@/app/ui/form/field';
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
  const form = useRef<HTMLFormElement>(null);
  const isExplained = Object.keys(failure?.fields ?? {}).length > 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: with each refusal to its first field.
  useEffect(() => focusInvalid(form.current), [failure]);

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    event.stopPropagation();
    const typed = new FormData(event.currentTarget);
    const parsed = orderFormSchema.safeParse(formInput(typed), { reportInput: true });
    const found: Record<string, string> = {};
    for (const issue of parsed.error?.issues ?? []) {
      const [key, values] = complaint(issue);
      found[issue.path.join('.')] ??= say(key as Parameters<typeof say>[0], values);
    }
    flushSync(() => setComplaints(found));
    focusInvalid(event.currentTarget);
    if (parsed.success) run(typed, () => dialog?.close());
  }

  return (
    <FormStateContext
      value={{ pending, errors, failure: isExplained ? undefined : failure?.message }}
    >
      <form
        ref={form}
        method="post"
        noValidate
        onSubmit={submit}
        onChange={(event) => setComplaints(withoutField(complaints, event))}
        className="grid gap-4"
        aria-busy={pending}
      >
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
          <Field name="recipientName" label={t('recipientName')} isRequired>
            <Input maxLength={100} />
          </Field>
          <Field name="recipientMobile" label={t('recipientMobile')} hint={t('phoneHint')}>
            <Input inputMode="tel" placeholder="010-1234-5678" />
          </Field>
          <Field name="recipientPhone" label={t('recipientPhone')}>
            <Input inputMode="tel" placeholder="02-123-4567" />
          </Field>
          <Field name="postcode" label={t('postcode')}>
            <Input inputMode="numeric" maxLength={5} />
          </Field>
          <Field name="address1" label={t('address1')} isRequired>
            <Input maxLength={300} />
          </Field>
          <Field name="address2" label={t('address2')}>
            <Input maxLength={300} />
          </Field>
          <Field name="note" label={t('note')} className="col-span-3">
            <Input maxLength={500} />
          </Field>
        </fieldset>
        <OrderLines />
        <p className="text-muted text-xs">
          <RequiredMark /> {t('required')}
        </p>
        <DialogButtons>
          <SubmitButton>{t('submit')}</SubmitButton>
        </DialogButtons>
      </form>
    </FormStateContext>
  );
}

function focusInvalid(form: HTMLFormElement | null) {
  form?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
}

/** One of the two phones is enough: either answers the complaint about both. */
function withoutField(complaints: Record<string, string>, { target }: { target: EventTarget }) {
  if (!('name' in target)) return complaints;
  const name = target.name === 'recipientPhone' ? 'recipientMobile' : target.name;
  return Object.fromEntries(Object.entries(complaints).filter(([field]) => field !== name));
}
