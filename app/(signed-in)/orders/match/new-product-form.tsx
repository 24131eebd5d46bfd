'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/app/ui/button';
import { FailureNote } from '@/app/ui/form/failure-note';
import { Field, Input } from '@/app/ui/form/field';
import { FormStateContext } from '@/app/ui/form/form-state';
import { useAction } from '@/app/ui/form/use-action';
import { inWon } from '@/lib/channels/money';
import type { FoundVariant } from '@/lib/matching/search';
import type { MatchSubject } from '@/lib/matching/subject';
import { makeProduct } from './actions';

type NewProductFormProps = {
  subject: MatchSubject;
  onCreated: (variants: FoundVariant[]) => void;
};

/** A product that does not exist yet, with what the line says of it filled in. */
export function NewProductForm({ subject, onCreated }: NewProductFormProps) {
  const t = useTranslations('match');
  const { run, pending, failure } = useAction(makeProduct);
  return (
    <FormStateContext value={{ pending, errors: failure?.fields ?? {} }}>
      <form
        className="flex flex-wrap items-end gap-2 rounded-md border border-line p-3"
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          run(new FormData(event.currentTarget), onCreated);
        }}
      >
        <Field name="variantCode" label={t('columns.variantCode')}>
          <Input required maxLength={50} className="w-40" />
        </Field>
        <Field name="name" label={t('columns.variantName')}>
          <Input required maxLength={200} defaultValue={subject.productName} className="w-72" />
        </Field>
        <Field name="option" label={t('columns.variantOption')}>
          <Input maxLength={200} defaultValue={subject.option} className="w-48" />
        </Field>
        <Field name="barcode" label={t('columns.barcode')}>
          <Input maxLength={50} className="w-40" />
        </Field>
        <Field name="price" label={t('columns.price')}>
          <Input type="number" min={0} defaultValue={inWon(subject)} className="w-28 text-right" />
        </Field>
        <Button type="submit" aria-disabled={pending}>
          {t('create')}
        </Button>
        <FailureNote message={failure?.message} />
      </form>
    </FormStateContext>
  );
}
