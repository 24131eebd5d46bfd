const OWN = 'http://own';

/** Where to go after signing in: a path of ours, read as a browser reads it; else the first screen. */
export function ownPath(from: unknown): string {
  if (typeof from !== 'string' || !from.startsWith('/') || !URL.canParse(from, OWN)) return '/';
  const { origin, pathname, search, hash } = new URL(from, OWN);
  // A path may still begin with two slashes, which would name a host where it is followed.
  return origin === OWN && !pathname.startsWith('//') ? pathname + search + hash : '/';
}
