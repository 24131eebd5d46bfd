/** The top menu: only what exists. Words are in messages `frame.menu`. */
export const menu = [
  { key: 'home', href: '/', within: ['/'] },
  { key: 'products', href: '/products', within: ['/products'] },
  { key: 'stock', href: '/stock', within: ['/stock'] },
  { key: 'orders', href: '/orders/collect', within: ['/orders', '/claims'] },
  { key: 'statistics', href: '/statistics', within: ['/statistics'] },
  { key: 'history', href: '/history', within: ['/history'] },
  { key: 'settings', href: '/settings/channels', within: ['/settings'] },
] as const satisfies { key: string; href: string; within: readonly string[] }[];
