import { settingsScreens } from '../settings-screens';
import { stageScreens } from '../stages';

/** Every screen that one can go to by its name, and the message that names it. */
export const screens = [
  { href: '/', name: 'frame.menu.home' },
  ...stageScreens.map(({ key, href }) => ({ href, name: `frame.stage.${key}` as const })),
  { href: '/orders/waiting', name: 'frame.waiting.title' },
  { href: '/orders/invoice/suppliers', name: 'suppliers.title' },
  { href: '/orders/ship/scan', name: 'scan.title' },
  { href: '/orders/ship/files', name: 'waybillFiles.title' },
  { href: '/orders/ship/decisions', name: 'ship.decisions.title' },
  { href: '/orders/notices', name: 'notices.title' },
  { href: '/claims', name: 'claims.title' },
  { href: '/claims/answers', name: 'claims.answer.title' },
  { href: '/products', name: 'products.screens.list' },
  { href: '/products/kits', name: 'products.screens.kits' },
  { href: '/products/matches', name: 'products.screens.matches' },
  { href: '/products/gifts', name: 'products.screens.gifts' },
  { href: '/products/suppliers', name: 'products.screens.suppliers' },
  { href: '/stock', name: 'stock.screens.list' },
  { href: '/stock?short=1', name: 'stock.screens.short' },
  { href: '/stock/counts', name: 'stock.screens.counts' },
  { href: '/statistics', name: 'frame.menu.statistics' },
  { href: '/history', name: 'frame.menu.history' },
  { href: '/guide', name: 'frame.guide' },
] as const;

/** The same of the settings, whose names say alone too little. */
export const settings = settingsScreens.map((key) => ({
  href: `/settings/${key}`,
  name: `settings.screens.${key}` as const,
}));
