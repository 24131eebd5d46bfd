import { getTranslations } from 'next-intl/server';
import { Button } from '@/app/ui/button';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionForm } from '@/app/ui/form/action-form';
import { Checkbox, Field, FieldSet, Input, Select } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { currentCtx } from '@/lib/auth/current';
import { channelChoices } from '@/lib/shipments/channels';
import { add } from './actions';

/** 규칙 추가: on which conditions, and what is given. */
export async function RuleDialog() {
  const t = await getTranslations('products.gifts');
  const channels = await channelChoices(await currentCtx());
  return (
    <Dialog
      title={t('add')}
      description={t('text')}
      width="wide"
      trigger={<Button>{t('add')}</Button>}
    >
      <ActionForm action={add} className="grid gap-3">
        <div className="grid grid-cols-[2fr_1fr_1fr] gap-3">
          <Field name="name" label={t('columns.name')}>
            <Input autoFocus required maxLength={100} />
          </Field>
          <Field name="giftCode" label={t('giftCode')}>
            <Input required maxLength={50} spellCheck={false} />
          </Field>
          <Field name="qty" label={t('qty')}>
            <Input type="number" min={1} max={999} defaultValue={1} className="text-right" />
          </Field>
        </div>
        <div className="grid grid-cols-3 gap-3">
          <Field name="basis" label={t('columns.basis')}>
            <Select defaultValue="bundle">
              <option value="bundle">{t('bases.bundle')}</option>
              <option value="order">{t('bases.order')}</option>
            </Select>
          </Field>
          <Field name="from" label={t('from')}>
            <Input type="date" />
          </Field>
          <Field name="to" label={t('to')}>
            <Input type="date" />
          </Field>
          <Field name="minAmount" label={t('minAmount')}>
            <Input type="number" min={0} className="text-right" />
          </Field>
          <Field name="minQty" label={t('minQty')}>
            <Input type="number" min={0} className="text-right" />
          </Field>
          <Field name="firstCount" label={t('firstCount')} hint={t('firstHint')}>
            <Input type="number" min={1} className="text-right" />
          </Field>
        </div>
        <div className="grid grid-cols-2 gap-3">
          <Field name="variantCodes" label={t('variantCodes')} hint={t('listHint')}>
            <Input maxLength={500} spellCheck={false} />
          </Field>
          <Field name="tags" label={t('tags')} hint={t('listHint')}>
            <Input maxLength={500} />
          </Field>
        </div>
        <FieldSet name="channelIds" label={t('channels')} hint={t('channelHint')}>
          {channels.map((channel) => (
            <Checkbox
              key={channel.id}
              name="channelIds[]"
              value={channel.id}
              label={channel.name}
            />
          ))}
        </FieldSet>
        <DialogButtons>
          <SubmitButton>{t('add')}</SubmitButton>
        </DialogButtons>
      </ActionForm>
    </Dialog>
  );
}
