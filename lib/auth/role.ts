import type { Role } from '@/lib/context';

const ranks = { viewer: 0, operator: 1, manager: 2, owner: 3 } as const satisfies Record<
  Role,
  number
>;

/** The most rights first. */
export const roles: Role[] = ['owner', 'manager', 'operator', 'viewer'];

export function isAtLeast(role: Role, minimum: Role): boolean {
  return ranks[role] >= ranks[minimum];
}
