import { fingerprintOf } from './fingerprint';
import type { Candidate } from './parcel';

/** A shipment with its recipients as they are now: an answer says by it what it was given about. */
export const seenAs = ({ id, profiles }: Candidate) =>
  [id, ...profiles.map(fingerprintOf).sort()].join(' ');
