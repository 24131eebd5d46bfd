import { hash } from 'node:crypto';
import type { Profile } from './likeness';

const known = new WeakMap<Profile, string>();

/**
 * What an answer remembers of a recipient: it tells equal from unequal, and nothing else. A masked
 * name without a phone to compare may be anybody's: the answer is about this one order.
 */
export function fingerprintOf(profile: Profile): string {
  const found = known.get(profile);
  if (found) return found;
  const phones = [...profile.mobiles, ...profile.landlines];
  const name = profile.nameKey ?? profile.name;
  const keys = [name, profile.addressKey, ...phones];
  if (profile.nameKey === null && phones.length === 0) keys.push(String(profile.recipientId));
  const fingerprint = hash('sha256', keys.join(' '), 'hex').slice(0, 32);
  known.set(profile, fingerprint);
  return fingerprint;
}
