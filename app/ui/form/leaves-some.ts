/** How the results of actions count what was not done though it was asked for. */
const LEFT = ['refused', 'kept', 'bad'] as const;

/** True where a result says that some of what was asked for, or all of it, was not done. */
export function leavesSome(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const counts: Partial<Record<string, unknown>> = { ...value };
  return LEFT.some((name) => {
    const count = counts[name];
    return typeof count === 'number' && count > 0;
  });
}
