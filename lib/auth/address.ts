const LONGEST = 45;

/** Where a request came from: the last entry of its chain is the one that the nearest proxy wrote. */
export function addressOf(forwardedFor: unknown): string {
  const last = typeof forwardedFor === 'string' ? forwardedFor.split(',').at(-1) : '';
  return (last ?? '')
    .trim()
    .replace(/^::ffff:/, '')
    .slice(0, LONGEST);
}
