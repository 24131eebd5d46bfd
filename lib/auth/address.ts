const LONGEST = 45;

/**
 * Where a request came from. Each proxy adds to the end of the chain whom it answered, so that only
 * as many entries from the end can be believed as there are proxies of our own. Without any, what a
 * browser claims is forgotten at the door, and the one entry is the address of its connection.
 */
export function addressOf(forwardedFor: unknown, proxies: number): string {
  const chain = typeof forwardedFor === 'string' ? forwardedFor.split(',') : [];
  return (chain.at(-Math.max(proxies, 1)) ?? chain[0] ?? '')
    .trim()
    .replace(/^::ffff:/, '')
    .slice(0, LONGEST);
}
