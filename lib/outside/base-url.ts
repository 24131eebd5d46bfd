import { env } from '@/lib/env';

const OWN_NETWORK = /\.(local|localhost|internal|lan|home|intranet|test)$/;

/**
 * Another address of a marketplace as it is stored: https to a public host by its name, and in a
 * practice mall also http to this machine. Null where credentials must not be sent.
 */
export function readBaseUrl(text: string, isPractice: boolean): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.username || url.password || url.search || url.hash) return null;
  const isPublic = url.protocol === 'https:' && isPublicName(url.hostname);
  const isOurs = url.protocol === 'http:' && isPractised(url.hostname, isPractice);
  return isPublic || isOurs ? url.href.replace(/\/+$/, '') : null;
}

/** This machine answers to a practice mall alone, in practice mode. */
export function isPractised(host: string, isPractice: boolean): boolean {
  return isPractice && env().practice && host === '127.0.0.1';
}

/** An IP address ends in a number or a bracket; a machine of the own network has no public ending. */
export function isPublicName(host: string): boolean {
  return /\.[a-z][a-z0-9-]*$/.test(host) && !OWN_NETWORK.test(host);
}
