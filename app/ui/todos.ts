import type { PanelCount } from '@/lib/shipments/screen';

export type Todo = {
  key: PanelCount;
  /** What is counted. */
  unit: 'order' | 'line' | 'shipment' | 'channel';
  /** In amber while there is any. */
  warns?: true;
  /** The list that holds exactly that many rows; none where there is no such screen. */
  href?: string;
};

/** The side panel 처리중 / 처리필요: what the channels wait for, then what our stages wait for. */
export const todoGroups: { key: 'channels' | 'stages'; todos: Todo[] }[] = [
  {
    key: 'channels',
    todos: [
      {
        key: 'collectTrouble',
        unit: 'channel',
        href: '/orders/collect?health=trouble',
        warns: true,
      },
      { key: 'pushFailed', unit: 'shipment', href: '/orders/ship?push=failed' },
      { key: 'unacknowledged', unit: 'line', href: '/orders/collect?list=unacknowledged' },
      { key: 'ready', unit: 'shipment', href: '/orders/allocate' },
      { key: 'cancelRequested', unit: 'line', href: '/claims?kind=cancel&state=requested' },
      { key: 'exchangeRequested', unit: 'line', href: '/claims?kind=exchange&state=requested' },
      { key: 'returnRequested', unit: 'line', href: '/claims?kind=return&state=requested' },
    ],
  },
  {
    key: 'stages',
    todos: [
      { key: 'unmatched', unit: 'shipment', href: '/orders/match' },
      { key: 'short', unit: 'shipment', href: '/orders/allocate?tab=short' },
      { key: 'held', unit: 'shipment', href: '/orders/allocate?tab=held' },
      { key: 'notInvoiced', unit: 'shipment', href: '/orders/invoice?list=notInvoiced' },
      { key: 'notPrinted', unit: 'shipment', href: '/orders/invoice?list=notPrinted' },
      { key: 'shipByToday', unit: 'shipment', href: '/orders/invoice?list=shipByToday' },
      { key: 'late', unit: 'shipment', href: '/orders/invoice?list=late' },
    ],
  },
];
