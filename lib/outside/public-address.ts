import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { BlockList, type LookupFunction } from 'node:net';
import { env } from '@/lib/env';

/** As it stands in errors, where system calls have theirs. */
export const OWN_NETWORK = 'EOWNNETWORK';

const own = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  own.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  own.addSubnet(network, prefix, 'ipv6');

const translations = new BlockList();
translations.addSubnet('64:ff9b::', 96, 'ipv6');

/** Of this machine, of its network, or of nobody: no seller may have us call there. */
export function isOwnAddress({ address, family }: LookupAddress): boolean {
  const translated = family === 6 && translatedByNetwork(address);
  if (translated) return own.check(translated, 'ipv4');
  return own.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** The IPv4 address inside one of 64:ff9b::/96, by which a network without IPv4 reaches it. */
function translatedByNetwork(address: string): string | null {
  if (!translations.check(address, 'ipv6')) return null;
  const { hostname } = new URL(`http://[${address}]`);
  const [low = '', high = ''] = hostname.slice('[64:ff9b:'.length, -1).split(':').reverse();
  const words = [high, low].map((word) => Number.parseInt(word || '0', 16));
  return words.flatMap((word) => [word >> 8, word & 255]).join('.');
}

/**
 * Resolves a name for a connection that is made at once. A name that a seller has given us may lead
 * into our own network only where MOA_OWN_NETWORK_HOSTS says so.
 */
export const lookupPublic: LookupFunction = (host, options, callback) => {
  lookup(host, { ...options, all: true } as LookupOptions & { all: true }, (error, found) => {
    if (error) return callback(error, '');
    if (found.some(isOwnAddress) && !env().ownNetworkHosts.has(host))
      return callback(Object.assign(new Error(OWN_NETWORK), { code: OWN_NETWORK }), '');
    if (options.all) return callback(null, found);
    callback(null, found[0]?.address ?? '', found[0]?.family);
  });
};
