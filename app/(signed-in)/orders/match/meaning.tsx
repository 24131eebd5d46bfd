import { getTranslations } from 'next-intl/server';
import { OddityBadges } from './oddity-badges';

type MeaningProps = { items: { name: string; qty: number }[]; oddities: number[] | null };

/** What a line or a remembered match means, cut where its column ends, and what looks odd about it. */
export async function Meaning({ items, oddities }: MeaningProps) {
  const t = await getTranslations('match');
  const words = items.map(({ name, qty }) => `${name} × ${qty}`).join(', ') || t('noGoods');
  const [only] = items.length === 1 ? items : [];
  return (
    <span className="flex items-center gap-1">
      <span className="truncate" title={words}>
        {only ? only.name : words}
      </span>
      {only && <span>× {only.qty}</span>}
      <OddityBadges oddities={oddities} />
    </span>
  );
}
