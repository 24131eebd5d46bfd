import { isIPv6 } from 'node:net';

const everywhere = new Set(['0.0.0.0', '::']);

/** How this machine itself calls what listens on a host. */
export function urlOf(host: string, port: number): string {
  if (everywhere.has(host)) return urlOf('127.0.0.1', port);
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}`;
}
