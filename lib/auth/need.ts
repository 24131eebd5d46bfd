import type { Ctx, Role } from '@/lib/context';
import { isAtLeast } from './role';

/** What a button asks of its reader: a least role, or an operator's with the right to personal data. */
export type Need = Role | 'personalData';

/** The right that somebody lacks for it; undefined where nothing is lacking. */
export function lackOf(
  { role, canSeePersonalData }: Pick<Ctx, 'role' | 'canSeePersonalData'>,
  need: Need,
): Exclude<Need, 'viewer'> | undefined {
  if (need === 'viewer') return;
  const least = need === 'personalData' ? 'operator' : need;
  if (!isAtLeast(role, least)) return least;
  return need === 'personalData' && !canSeePersonalData ? need : undefined;
}
