import type { PanelCount } from '@/lib/shipments/lists/stage-counts';

export type Todo = {
  key: PanelCount;
  /** What is counted. */
  unit: 'line' | 'shipment' | 'question' | 'channel' | 'push' | 'answer' | 'notice';
  /** In amber while there is any. */
  warns?: true;
  /** The list that holds exactly that many rows. */
  href: string;
};

/** For lists with a period: whatever its date. */
const EVER = 'from=2000-01-01';

/** The side panel 처리중 / 처리필요: what every seller centre counts, then what is ours. */
export const todoGroups: { key: 'channels' | 'stages'; todos: Todo[] }[] = [
  {
    key: 'channels',
    todos: [
      { key: 'pushFailed', unit: 'shipment', href: `/orders/ship?push=failed&${EVER}` },
      { key: 'unacknowledged', unit: 'line', href: '/orders/collect?list=unacknowledged' },
      { key: 'ready', unit: 'shipment', href: '/orders/waiting?list=ready' },
      { key: 'cancelRequested', unit: 'line', href: '/claims?queue=cancel&state=requested' },
      { key: 'exchangeRequested', unit: 'line', href: '/claims?queue=exchange&state=requested' },
      { key: 'returnRequested', unit: 'line', href: '/claims?queue=return&state=requested' },
    ],
  },
  {
    key: 'stages',
    todos: [
      {
        key: 'collectTrouble',
        unit: 'channel',
        href: '/orders/collect?health=trouble',
        warns: true,
      },
      { key: 'unmatched', unit: 'line', href: `/orders/match?tab=lines&${EVER}` },
      { key: 'bundleQuestion', unit: 'question', href: '/orders/bundle?tab=reviews' },
      { key: 'short', unit: 'shipment', href: '/orders/allocate?tab=short' },
      { key: 'held', unit: 'shipment', href: '/orders/allocate?tab=held' },
      { key: 'notInvoiced', unit: 'shipment', href: '/orders/invoice?list=notInvoiced' },
      { key: 'notPrinted', unit: 'shipment', href: '/orders/invoice?list=notPrinted' },
      { key: 'relabel', unit: 'shipment', href: '/orders/invoice?list=relabel' },
      { key: 'shipByToday', unit: 'shipment', href: '/orders/waiting?list=shipByToday' },
      { key: 'late', unit: 'shipment', href: '/orders/waiting?list=late', warns: true },
      { key: 'fileWaiting', unit: 'shipment', href: `/orders/ship?push=file&${EVER}` },
      { key: 'returnUnapproved', unit: 'line', href: '/claims?queue=return&state=unapproved' },
      { key: 'exchangeUnsent', unit: 'line', href: '/claims?queue=exchange&state=unsent' },
      { key: 'answerFailed', unit: 'answer', href: '/claims/answers?list=failed' },
      { key: 'noticeWaiting', unit: 'notice', href: '/orders/notices?list=waiting' },
      { key: 'pushStopped', unit: 'push', href: '/orders/ship/decisions?tab=cancel' },
      { key: 'claimWithdrawn', unit: 'line', href: '/claims?queue=withdrawn' },
    ],
  },
];
