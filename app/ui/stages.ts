/** The stage tabs, in the order that an order goes through them. */
export const stageScreens = [
  { key: 'collect', href: '/orders/collect' },
  { key: 'register', href: '/orders/register' },
  { key: 'match', href: '/orders/match' },
  { key: 'bundle', href: '/orders/bundle' },
  { key: 'allocate', href: '/orders/allocate' },
  { key: 'invoice', href: '/orders/invoice' },
  { key: 'ship', href: '/orders/ship' },
] as const;

export type StageKey = (typeof stageScreens)[number]['key'];
