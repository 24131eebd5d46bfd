/**
 * Whether a request that changes something comes from our own pages. A browser always names the
 * origin of such a request, so a missing one is refused too.
 */
export function isSameOrigin(headers: Headers): boolean {
  const origin = headers.get('origin');
  const host = headers.get('x-forwarded-host') ?? headers.get('host');
  if (!origin || !host || !URL.canParse(origin)) return false;
  return new URL(origin).host === host;
}
