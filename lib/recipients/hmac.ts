import { hash } from 'node:crypto';

const BLOCK_BYTES = 64;
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;

/**
 * HMAC-SHA256 (RFC 2104) of short texts under one ASCII key of at most 64 characters, as hex.
 * Two one-shot hashes take half the time of createHmac, which a large collection feels.
 */
export function hmacUnder(key: string): (text: string) => string {
  if (key.length > BLOCK_BYTES || /[^\x20-\x7e]/.test(key)) throw new Error('Not a key for HMAC');
  const inner = padded(key, INNER_PAD);
  const outer = Buffer.alloc(BLOCK_BYTES + 32, padded(key, OUTER_PAD), 'latin1');
  return (text) => {
    outer.write(hash('sha256', inner + text, 'hex'), BLOCK_BYTES, 'hex');
    return hash('sha256', outer, 'hex');
  };
}

function padded(key: string, pad: number): string {
  const codes = Array.from({ length: BLOCK_BYTES }, (_, at) => (key.codePointAt(at) ?? 0) ^ pad);
  return String.fromCharCode(...codes);
}
