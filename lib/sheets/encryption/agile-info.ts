import { z } from 'zod';
import { SheetError } from '../sheet';

/** What the EncryptionInfo stream of an agile-encrypted file says ([MS-OFFCRYPTO] 2.3.4.10). */
export type AgileInfo = {
  keyData: AgileCipher;
  integrity: { sealKey: Buffer; seal: Buffer };
  keyEncryptor: KeyEncryptor & { verifierInput: Buffer; verifierValue: Buffer; key: Buffer };
};

export type AgileCipher = { hash: Hash; keyBytes: number; salt: Buffer };

/** The password's hash is hashed `spinCount` times, so that guessing is slow. */
export type KeyEncryptor = AgileCipher & { spinCount: number };

export function isAgileInfo(stream: Buffer): boolean {
  return stream.length > headerBytes && stream.readUInt32LE(0) === agileVersion;
}

export function parseAgileInfo(stream: Buffer): AgileInfo {
  const xml = stream.toString('utf8', headerBytes);
  const parsed = infoSchema.safeParse({
    keyData: attributesOf(xml, 'keyData'),
    integrity: attributesOf(xml, 'dataIntegrity'),
    keyEncryptor: attributesOf(xml, 'encryptedKey'),
  });
  if (!parsed.success) throw new SheetError('damaged', { cause: parsed.error });
  const { keyData, integrity, keyEncryptor } = parsed.data;
  return {
    keyData: cipherOf(keyData),
    integrity: { sealKey: integrity.encryptedHmacKey, seal: integrity.encryptedHmacValue },
    keyEncryptor: {
      ...cipherOf(keyEncryptor),
      spinCount: keyEncryptor.spinCount,
      verifierInput: keyEncryptor.encryptedVerifierHashInput,
      verifierValue: keyEncryptor.encryptedVerifierHashValue,
      key: keyEncryptor.encryptedKeyValue,
    },
  };
}

export function formatAgileInfo({ keyData, integrity, keyEncryptor }: AgileInfo): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32LE(agileVersion, 0);
  header.writeUInt32LE(0x40, 4);
  const seal = attributes({
    encryptedHmacKey: base64(integrity.sealKey),
    encryptedHmacValue: base64(integrity.seal),
  });
  const sealedKey = attributes({
    spinCount: String(keyEncryptor.spinCount),
    ...cipherAttributes(keyEncryptor),
    encryptedVerifierHashInput: base64(keyEncryptor.verifierInput),
    encryptedVerifierHashValue: base64(keyEncryptor.verifierValue),
    encryptedKeyValue: base64(keyEncryptor.key),
  });
  const xml = [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n',
    `<encryption xmlns="${encryptionNamespace}" xmlns:p="${passwordNamespace}">`,
    `<keyData ${attributes(cipherAttributes(keyData))}/><dataIntegrity ${seal}/>`,
    `<keyEncryptors><keyEncryptor uri="${passwordNamespace}"><p:encryptedKey ${sealedKey}/>`,
    '</keyEncryptor></keyEncryptors></encryption>',
  ];
  return Buffer.concat([header, Buffer.from(xml.join(''))]);
}

const headerBytes = 8;
const agileVersion = 0x00040004;
const encryptionNamespace = 'http://schemas.microsoft.com/office/2006/encryption';
const passwordNamespace = 'http://schemas.microsoft.com/office/2006/keyEncryptor/password';

/** The file says how often to spin: without a cap it would decide how long we compute. */
const maxSpinCount = 1_000_000;

const hashes = { SHA1: 'sha1', SHA256: 'sha256', SHA384: 'sha384', SHA512: 'sha512' } as const;

const hashBytes = { sha1: 20, sha256: 32, sha384: 48, sha512: 64 } as const;

type Hash = (typeof hashes)[keyof typeof hashes];

const bytes = z.base64().transform((text) => Buffer.from(text, 'base64'));

const cipherShape = {
  cipherAlgorithm: z.literal('AES'),
  cipherChaining: z.literal('ChainingModeCBC'),
  blockSize: z.literal('16'),
  keyBits: z.enum(['128', '192', '256']),
  hashAlgorithm: z.enum(['SHA1', 'SHA256', 'SHA384', 'SHA512']),
  saltValue: bytes,
};

const infoSchema = z.object({
  keyData: z.object(cipherShape),
  integrity: z.object({ encryptedHmacKey: bytes, encryptedHmacValue: bytes }),
  keyEncryptor: z.object({
    ...cipherShape,
    spinCount: z.coerce.number().int().min(0).max(maxSpinCount),
    encryptedVerifierHashInput: bytes,
    encryptedVerifierHashValue: bytes,
    encryptedKeyValue: bytes,
  }),
});

type CipherAttributes = z.output<typeof infoSchema>['keyData'];

function cipherOf({ hashAlgorithm, keyBits, saltValue }: CipherAttributes): AgileCipher {
  return { hash: hashes[hashAlgorithm], keyBytes: Number(keyBits) / 8, salt: saltValue };
}

function cipherAttributes({ hash, keyBytes, salt }: AgileCipher): Record<string, string> {
  return {
    saltSize: String(salt.length),
    blockSize: '16',
    keyBits: String(keyBytes * 8),
    hashSize: String(hashBytes[hash]),
    cipherAlgorithm: 'AES',
    cipherChaining: 'ChainingModeCBC',
    hashAlgorithm: hash.toUpperCase(),
    saltValue: base64(salt),
  };
}

/** Attributes of the first element of that name, whatever its prefix; undefined without one. */
function attributesOf(xml: string, element: string): Record<string, string> | undefined {
  const tag = new RegExp(`<(?:\\w+:)?${element}\\s([^>]*)>`).exec(xml)?.[1];
  if (tag === undefined) return undefined;
  const pairs = tag.matchAll(/(\w+)\s*=\s*"([^"]*)"/g);
  return Object.fromEntries(Array.from(pairs, ([, name = '', value = '']) => [name, value]));
}

function attributes(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${value}"`)
    .join(' ');
}

function base64(content: Buffer): string {
  return content.toString('base64');
}
