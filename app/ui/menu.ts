/** The top menu: only what exists. Words are in messages `frame.menu`. */
export const menu = [
  { key: 'orders', href: '/orders/collect', within: '/orders' },
] as const satisfies { key: string; href: string; within: string }[];
