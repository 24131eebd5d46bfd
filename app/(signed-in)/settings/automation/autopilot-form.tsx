'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ChannelField } from '@/app/ui/filter/channel-field';
import { ManyField } from '@/app/ui/filter/many-field';
import { ActionForm } from '@/app/ui/form/action-form';
import { Checkbox, Field, FieldSet, Input, Radio, Select } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import type { AllocationChoices } from '@/lib/allocation/choices';
import type { Autopilot } from '@/lib/settings/autopilot';
import type { ChannelChoice } from '@/lib/shipments/lists/channels';
import { save } from './actions';

const DEFAULT_DAYS = 31;

type Choices = Pick<AllocationChoices, 'suppliers' | 'tags'> & { channels: ChannelChoice[] };

type AutopilotFormProps = { autopilot: Autopilot | null; choices: Choices; mayChange: boolean };

export function AutopilotForm({ autopilot, choices, mayChange }: AutopilotFormProps) {
  const t = useTranslations('automation');
  const [isOn, setOn] = useState(autopilot !== null);
  return (
    <ActionForm action={save} className="panel max-w-[620px] p-4">
      <fieldset disabled={!mayChange} className="grid gap-4">
        <FieldSet name="isOn" label={t('state')} hint={t('stateHint')}>
          <Radio
            value="off"
            label={t('off')}
            defaultChecked={!isOn}
            onChange={() => setOn(false)}
          />
          <Radio value="on" label={t('on')} defaultChecked={isOn} onChange={() => setOn(true)} />
        </FieldSet>
        {isOn && <Conditions autopilot={autopilot} choices={choices} />}
        <div>
          <SubmitButton needs="manager">{t('save')}</SubmitButton>
        </div>
      </fieldset>
    </ActionForm>
  );
}

function Conditions({ autopilot, choices }: Pick<AutopilotFormProps, 'autopilot' | 'choices'>) {
  const t = useTranslations('automation');
  return (
    <>
      <Field name="days" label={t('days')} hint={t('daysHint')}>
        <Input
          type="number"
          required
          min={1}
          max={365}
          className="w-24"
          defaultValue={autopilot?.days ?? DEFAULT_DAYS}
        />
      </Field>
      <Field name="bundleScope" label={t('bundle')} hint={t('bundleHint')}>
        <Select defaultValue={autopilot ? (autopilot.bundleScope ?? '') : 'same_channel'}>
          <option value="same_channel">{t('scopes.same_channel')}</option>
          <option value="any_channel">{t('scopes.any_channel')}</option>
          <option value="">{t('leave')}</option>
        </Select>
      </Field>
      <Field name="allocation" label={t('allocate')} hint={t('allocateHint')}>
        <Select defaultValue={basisOf(autopilot)}>
          <option value="whole">{t('bases.whole')}</option>
          <option value="partly">{t('bases.partly')}</option>
          <option value="">{t('leave')}</option>
        </Select>
      </Field>
      <FieldSet name="reallocatesPartly" label={t('reallocate')}>
        <Checkbox
          value="true"
          label={t('reallocatesPartly')}
          defaultChecked={autopilot?.allocation?.reallocatesPartly ?? true}
        />
      </FieldSet>
      <AllocatedGoods allocation={autopilot?.allocation ?? null} choices={choices} />
    </>
  );
}

type AllocatedGoodsProps = { allocation: Autopilot['allocation']; choices: Choices };

/** Which orders are allocated by themselves; the others wait for a person. */
function AllocatedGoods({ allocation, choices }: AllocatedGoodsProps) {
  const t = useTranslations('automation');
  const { channels, suppliers, tags } = choices;
  return (
    <div>
      <div className="flex flex-wrap gap-4">
        <ChannelField
          name="channelIds[]"
          channels={channels}
          chosen={allocation?.channelIds ?? []}
        />
        {suppliers.length > 0 && (
          <ManyField
            name="supplierIds[]"
            label={t('suppliers')}
            chosen={(allocation?.supplierIds ?? []).map(String)}
            choices={suppliers.map(({ id, name }) => ({ value: String(id), text: name }))}
          />
        )}
        {tags.length > 0 && (
          <ManyField
            name="tags[]"
            label={t('tags')}
            chosen={allocation?.tags ?? []}
            choices={tags.map((value) => ({ value, text: value }))}
          />
        )}
      </div>
      <p className="mt-1 text-faint text-xs">{t('goodsHint')}</p>
    </div>
  );
}

function basisOf(autopilot: Autopilot | null): 'whole' | 'partly' | '' {
  if (!autopilot) return 'whole';
  if (!autopilot.allocation) return '';
  return autopilot.allocation.servesPartly ? 'partly' : 'whole';
}
