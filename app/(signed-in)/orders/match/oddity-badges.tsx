import { getTranslations } from 'next-intl/server';
import { Badge } from '@/app/ui/badge';
import { readOddities } from '@/lib/matching/oddities';

/** What looks odd about a match, with the values that say so. */
export async function OddityBadges({ oddities }: { oddities: number[] | null }) {
  const t = await getTranslations('match.oddities');
  return readOddities(oddities).map(({ rule, values: [first, second] }) => (
    <Badge key={rule} tone="warn">
      {t(rule, { first, second })}
    </Badge>
  ));
}
