'use client';

import { useTranslations } from 'next-intl';
import type { Found } from '@/lib/orders/search';
import { formatDay } from '../format';

export type Screen = { href: string; label: string };

export type Choice = {
  key: string;
  group: 'orders' | 'goods' | 'screens';
  href: string;
  label: string;
  detail: string;
};

/** Everything that may be meant, orders first; without a word the screens alone. */
export function useChoices(word: string, found: Found, screens: Screen[]): Choice[] {
  const t = useTranslations('search');
  const states = useTranslations('ui.states.stage');

  const orders = found.orders.map((order): Choice => {
    const { orderId, orderNo, otherLines, productName, stage, waybillNo } = order;
    const stageKey = stage as Parameters<typeof states>[0];
    const parts = [
      order.channelName,
      order.recipientName,
      otherLines > 0 ? t('andOthers', { name: productName, count: otherLines }) : productName,
      stage && states.has(stageKey) ? states(stageKey) : '',
      waybillNo ?? '',
      formatDay(order.orderedAt),
    ];
    return {
      key: `order ${orderId}`,
      group: 'orders',
      href: `/orders/${orderId}`,
      label: orderNo,
      detail: parts.filter(Boolean).join(' · '),
    };
  });
  const goods = found.goods.map(
    (one): Choice => ({
      key: `goods ${one.variantId}`,
      group: 'goods',
      href: `/stock?kind=variantCode&word=${encodeURIComponent(one.variantCode)}`,
      label: one.variantCode,
      detail: [one.productName, one.option].filter(Boolean).join(' · '),
    }),
  );
  const asked = word.trim().toLowerCase();
  const places = screens
    .filter(({ label }) => label.toLowerCase().includes(asked))
    .map((screen): Choice => ({ key: screen.href, group: 'screens', detail: '', ...screen }));
  return [...orders, ...goods, ...places];
}
