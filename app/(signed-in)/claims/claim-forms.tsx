'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ActionForm } from '@/app/ui/form/action-form';
import { FormFailure } from '@/app/ui/form/failure-note';
import { Field, Input, Select } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { claimKinds } from '@/lib/channels/claim';
import type { EnterableLine } from '@/lib/claims/enterable';
import type { ReturnedGoods } from '@/lib/claims/returned-goods';
import { enter, receive } from './actions';

type ReceiveFormProps = { claimId: number; expectedQty: number; returned: ReturnedGoods[] };

/** 입고: what came back, good and defective. */
export function ReceiveForm({ claimId, expectedQty, returned }: ReceiveFormProps) {
  const t = useTranslations('claims.receive');
  return (
    <ActionForm
      action={receive}
      stays
      confirm={{ title: t('ask'), body: t('askBody'), label: t('submit') }}
      className="grid gap-1"
    >
      <h3 className="font-semibold">{t('title')}</h3>
      <p className="text-muted text-xs">{t('hint')}</p>
      <input type="hidden" name="claimId" value={claimId} />
      {returned.length > 1 ? (
        <Field name="compositionId" label={t('goods')}>
          <Select>
            {returned.map(({ compositionId, goods }) => (
              <option key={compositionId} value={compositionId ?? ''}>
                {goods.join(' + ') || '-'}
              </option>
            ))}
          </Select>
        </Field>
      ) : (
        returned.map(({ compositionId, goods }) => (
          <p key={compositionId}>
            {t('goods')} {goods.join(' + ') || '-'}
          </p>
        ))
      )}
      <div className="flex items-end gap-2">
        <Field name="goodQty" label={t('goodQty')}>
          <Input type="number" min={0} defaultValue={expectedQty} className="w-20" />
        </Field>
        <Field name="defectiveQty" label={t('defectiveQty')}>
          <Input type="number" min={0} defaultValue={0} className="w-20" />
        </Field>
        <Field name="note" label={t('note')} className="grow">
          <Input maxLength={200} className="w-full" />
        </Field>
        <SubmitButton>{t('submit')}</SubmitButton>
      </div>
      <FormFailure />
    </ActionForm>
  );
}

/** 클레임 등록 on a line of a sheet or typed order. */
export function EntryForm({ lines }: { lines: EnterableLine[] }) {
  const t = useTranslations('claims');
  const [lineId, setLineId] = useState(lines[0]?.id);
  const most = lines.find((line) => line.id === lineId)?.leftQty ?? 1;
  return (
    <ActionForm action={enter} className="grid gap-3">
      <Field name="orderLineId" label={t('entry.line')}>
        <Select value={lineId} onChange={(event) => setLineId(Number(event.target.value))}>
          {lines.map((line) => (
            <option key={line.id} value={line.id}>
              {t('entry.lineOf', { product: line.name, qty: line.leftQty })}
            </option>
          ))}
        </Select>
      </Field>
      <div className="flex gap-3">
        <Field name="kind" label={t('entry.kind')}>
          <Select>
            {claimKinds.map((kind) => (
              <option key={kind} value={kind}>
                {t(`kinds.${kind}`)}
              </option>
            ))}
          </Select>
        </Field>
        <Field name="qty" label={t('entry.qty')}>
          <Input key={lineId} type="number" min={1} max={most} defaultValue={most} />
        </Field>
      </div>
      <Field name="reason" label={t('entry.reason')}>
        <Input maxLength={200} className="w-full" />
      </Field>
      <div className="flex justify-end">
        <SubmitButton>{t('entry.submit')}</SubmitButton>
      </div>
      <FormFailure />
    </ActionForm>
  );
}
