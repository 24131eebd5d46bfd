import type { ReactNode } from 'react';
import { ChannelName } from '@/app/ui/channel-mark';
import type { Column } from '@/app/ui/table/table';
import { marketplaceOf } from '@/lib/channels/registry';

type OfChannel = { channelName: string; marketplace: string };

export function channelColumn<Row extends OfChannel>(header: ReactNode): Column<Row> {
  return {
    key: 'channel',
    header,
    cell: ({ channelName, marketplace }) => (
      <ChannelName name={channelName} mark={marketplaceOf(marketplace).mark} />
    ),
  };
}
