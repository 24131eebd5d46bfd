import { useTranslations } from 'next-intl';
import type { ChannelChoice } from '@/lib/shipments/lists/channels';
import { ChannelName } from '../channel-mark';
import { ManyField } from './many-field';

type ChannelFieldProps = {
  channels: Pick<ChannelChoice, 'id' | 'name' | 'mark'>[];
  /** Ids; none stands for all. */
  chosen: number[];
  name?: string;
};

/** 판매처: several at once, each with its mark. New values from the URL need a new key. */
export function ChannelField({ channels, chosen, name = 'channel' }: ChannelFieldProps) {
  const t = useTranslations('ui');
  return (
    <ManyField
      name={name}
      label={t('channel')}
      chosen={chosen.map(String)}
      choices={channels.map((channel) => ({
        value: String(channel.id),
        text: channel.name,
        content: <ChannelName name={channel.name} mark={channel.mark} />,
      }))}
    />
  );
}
