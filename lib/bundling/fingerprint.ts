import { hash } from 'node:crypto';
import type { Profile } from './likeness';

const known = new WeakMap<Profile, string>();

/** What an answer remembers of a recipient: it tells equal from unequal, and nothing else. */
export function fingerprintOf(profile: Profile): string {
  const found = known.get(profile);
  if (found) return found;
  const name = profile.nameKey ?? profile.name;
  const keys = [name, profile.addressKey, ...profile.mobiles, ...profile.landlines];
  const fingerprint = hash('sha256', keys.join(' '), 'hex').slice(0, 32);
  known.set(profile, fingerprint);
  return fingerprint;
}
