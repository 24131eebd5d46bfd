'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/app/ui/button';
import { ChannelName } from '@/app/ui/channel-mark';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import type { Preset } from '@/app/ui/filter/params';
import { PeriodField } from '@/app/ui/filter/period-field';
import { ActionForm } from '@/app/ui/form/action-form';
import { FieldSet } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import type { Action } from '@/lib/action';
import type { ChannelChoice } from '@/lib/shipments/lists/channels';

type CollectDialogProps = {
  action: Action;
  texts: { open: string; title: string; description: string; submit: string };
  channels: Pick<ChannelChoice, 'id' | 'name' | 'mark'>[];
  presets: Preset[];
};

/** A period of up to 31 days and channels: to collect, or to compare with what they list. */
export function CollectDialog({ action, texts, channels, presets }: CollectDialogProps) {
  const week = presets.find(({ key }) => key === 'week');
  return (
    <Dialog
      title={texts.title}
      description={texts.description}
      trigger={<Button variant="primary">{texts.open}</Button>}
    >
      <ActionForm action={action} className="grid gap-4">
        <PeriodField from={week?.from ?? ''} to={week?.to ?? ''} presets={presets} />
        <ChannelChoices channels={channels} />
        <DialogButtons>
          <SubmitButton>{texts.submit}</SubmitButton>
        </DialogButtons>
      </ActionForm>
    </Dialog>
  );
}

function ChannelChoices({ channels }: Pick<CollectDialogProps, 'channels'>) {
  const [t, ui] = [useTranslations('collect.dialog'), useTranslations('ui')];
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set(channels.map(({ id }) => id)));

  function toggle(id: number, isOn: boolean) {
    setChosen(
      (before) => new Set(isOn ? [...before, id] : [...before].filter((one) => one !== id)),
    );
  }

  return (
    <FieldSet name="channelIds" label={t('channels')}>
      <div className="grid w-full gap-1.5">
        <div className="flex gap-1">
          <Button size="small" onClick={() => setChosen(new Set(channels.map(({ id }) => id)))}>
            {ui('all')}
          </Button>
          <Button size="small" onClick={() => setChosen(new Set())}>
            {ui('none')}
          </Button>
        </div>
        <ul className="grid max-h-60 gap-1 overflow-y-auto rounded-md border border-line p-2">
          {channels.map((channel) => (
            <li key={channel.id}>
              <label className="flex items-center gap-2">
                <input
                  type="checkbox"
                  name="channelIds[]"
                  value={channel.id}
                  checked={chosen.has(channel.id)}
                  onChange={(event) => toggle(channel.id, event.target.checked)}
                />
                <ChannelName name={channel.name} mark={channel.mark} />
              </label>
            </li>
          ))}
        </ul>
      </div>
    </FieldSet>
  );
}
