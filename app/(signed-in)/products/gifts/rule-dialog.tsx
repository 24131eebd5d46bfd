import { getTranslations } from 'next-intl/server';
import { Button } from '@/app/ui/button';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionForm } from '@/app/ui/form/action-form';
import { Checkbox, Field, FieldSet, Input, Select } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import type { GiftRuleRow } from '@/lib/gifts/rules';
import type { ChannelChoice } from '@/lib/shipments/lists/channels';
import { add, edit } from './actions';
import { beforeMidnight, dayOf } from './days';

type RuleDialogProps = { rule?: GiftRuleRow; channels: Pick<ChannelChoice, 'id' | 'name'>[] };

/** 규칙 추가, or 수정 of one: on which conditions, and what is given. */
export async function RuleDialog({ rule, channels }: RuleDialogProps) {
  const t = await getTranslations('products.gifts');
  const title = rule ? t('edit') : t('add');
  return (
    <Dialog
      title={title}
      description={t('text')}
      width="wide"
      trigger={<Button size={rule && 'small'}>{title}</Button>}
    >
      <ActionForm action={rule ? edit : add} className="grid gap-3">
        {rule && <input type="hidden" name="id" value={rule.id} />}
        <div className="grid grid-cols-[2fr_1fr_1fr] gap-3">
          <Field name="name" label={t('columns.name')}>
            <Input autoFocus required maxLength={100} defaultValue={rule?.name} />
          </Field>
          <Field name="giftCode" label={t('giftCode')}>
            <Input required maxLength={50} spellCheck={false} defaultValue={rule?.giftCode} />
          </Field>
          <Field name="qty" label={t('qty')}>
            <Input
              type="number"
              min={1}
              max={999}
              defaultValue={rule?.qty ?? 1}
              className="text-right"
            />
          </Field>
        </div>
        <div className="grid grid-cols-3 gap-3">
          <Field name="basis" label={t('columns.basis')}>
            <Select defaultValue={rule?.basis ?? 'bundle'}>
              <option value="bundle">{t('bases.bundle')}</option>
              <option value="order">{t('bases.order')}</option>
            </Select>
          </Field>
          <Field name="from" label={t('from')}>
            <Input type="date" defaultValue={dayOf(rule?.paidFrom)} />
          </Field>
          <Field name="to" label={t('to')}>
            <Input type="date" defaultValue={dayOf(rule?.paidTo && beforeMidnight(rule.paidTo))} />
          </Field>
          <Field name="minAmount" label={t('minAmount')}>
            <Input
              type="number"
              min={0}
              className="text-right"
              defaultValue={rule?.minAmount || undefined}
            />
          </Field>
          <Field name="minQty" label={t('minQty')}>
            <Input
              type="number"
              min={0}
              className="text-right"
              defaultValue={rule?.minQty || undefined}
            />
          </Field>
          <Field name="firstCount" label={t('firstCount')} hint={t('firstHint')}>
            <Input
              type="number"
              min={1}
              className="text-right"
              defaultValue={rule?.firstCount ?? undefined}
            />
          </Field>
        </div>
        <div className="grid grid-cols-2 gap-3">
          <Field name="variantCodes" label={t('variantCodes')} hint={t('listHint')}>
            <Input
              maxLength={500}
              spellCheck={false}
              defaultValue={rule?.variantCodes.join(', ')}
            />
          </Field>
          <Field name="tags" label={t('tags')} hint={t('listHint')}>
            <Input maxLength={500} defaultValue={rule?.tags.join(', ')} />
          </Field>
        </div>
        <FieldSet name="channelIds" label={t('channels')} hint={t('channelHint')}>
          {channels.map((channel) => (
            <Checkbox
              key={channel.id}
              name="channelIds[]"
              value={channel.id}
              label={channel.name}
              defaultChecked={rule?.channelIds.includes(channel.id)}
            />
          ))}
        </FieldSet>
        <DialogButtons>
          <SubmitButton>{rule ? t('save') : t('add')}</SubmitButton>
        </DialogButtons>
      </ActionForm>
    </Dialog>
  );
}
