'use client';

import { ChevronDown } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ChannelChoice } from '@/lib/shipments/lists/channels';
import { ChannelName } from '../channel-mark';

type SellerCentresProps = { label: string; channels: ChannelChoice[] };

/** One link per channel to where its marketplace lets sellers in. */
export function SellerCentres({ label, channels }: SellerCentresProps) {
  if (channels.length === 0) return null;
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="button" data-variant="quiet" data-size="small">
        {label}
        <ChevronDown size={12} aria-hidden />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          className="panel z-20 min-w-48 py-1 shadow-pop"
        >
          {channels.map((channel) => (
            <DropdownMenu.Item key={channel.id} asChild>
              <a
                href={channel.sellerCentreUrl}
                target="_blank"
                rel="noreferrer"
                className="block px-3 py-1.5 outline-none data-highlighted:bg-sunken"
              >
                <ChannelName name={channel.name} mark={channel.mark} />
              </a>
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
