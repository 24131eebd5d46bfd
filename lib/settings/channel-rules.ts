import type { Channel } from '@/lib/channels/channel';

/** What can be chosen for a channel at any time. */
export type ChannelChoices = {
  name: string;
  /** Smaller is served first. */
  priority: number;
  collectsAutomatically: boolean;
  collectIntervalMinutes: number;
  acknowledgesAutomatically: boolean;
  partialShipment: 'wait_for_all' | 'first_ships_all';
  /** Empty: the marketplace's own address. */
  baseUrl: string;
};

/** What only this process has: the key that secrets are sealed with. */
export type Sealing = { encryptionKey: string };

/** An account that stands in the address of its own shop. */
const HOST_LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i;

/** Whether a seller can be called so there. */
export function isPossibleAccount({ capabilities }: Channel, account: string): boolean {
  const isInAddress = capabilities.defaultBaseUrl.includes('{account}');
  return account !== '' && (!isInAddress || HOST_LABEL.test(account));
}
