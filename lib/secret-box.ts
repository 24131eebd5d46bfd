import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** Where a sealed text stands: moved to another mall, table or row it no longer opens. */
export type Place = { mallId: number; table: string; row: string | number };

export class SealedError extends Error {}

const NONCE_BYTES = 12;

/** AES-256-GCM, as `key id.nonce.tag.text`. The key is 32 bytes in base64. */
export function seal(key: string, place: Place, text: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key, 'base64'), nonce);
  cipher.setAAD(placeBytes(place));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  const parts = [nonce, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'));
  return [keyId(key), ...parts].join('.');
}

/** Throws a SealedError when the key is another one, and an error when the text was changed or moved. */
export function unseal(key: string, place: Place, sealed: string): string {
  const [id, nonce = '', tag = '', text = ''] = sealed.split('.');
  if (id !== keyId(key))
    throw new SealedError('This secret was sealed with another MOA_ENCRYPTION_KEY.');
  const decipher = createDecipheriv(
    'aes-256-gcm',
    Buffer.from(key, 'base64'),
    Buffer.from(nonce, 'base64url'),
  );
  decipher.setAAD(placeBytes(place));
  decipher.setAuthTag(Buffer.from(tag, 'base64url'));
  return Buffer.concat([
    decipher.update(Buffer.from(text, 'base64url')),
    decipher.final(),
  ]).toString('utf8');
}

function keyId(key: string): string {
  return createHash('sha256').update(key).digest('base64url').slice(0, 6);
}

function placeBytes({ mallId, table, row }: Place): Buffer {
  return Buffer.from(`${mallId}:${table}:${row}`);
}
