import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hash as digestAtOnce,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { SheetError } from '../sheet';
import {
  type AgileCipher,
  type AgileInfo,
  formatAgileInfo,
  type KeyEncryptor,
  parseAgileInfo,
} from './agile-info';

/**
 * ECMA-376 agile encryption ([MS-OFFCRYPTO] 2.3.4.10 to 2.3.4.15), as Excel 2010 and later write it: a
 * random key encrypts the package in segments, the spun password encrypts the key, an HMAC seals the lot.
 */
export type AgileFile = { info: Buffer; encryptedPackage: Buffer };

/** Throws SheetError 'passwordWrong', or 'damaged' when the seal does not fit the content. */
export function decryptAgile({ info, encryptedPackage }: AgileFile, password: string): Buffer {
  const { keyData, integrity, keyEncryptor } = parseAgileInfo(info);
  const spun = spinPassword(password, keyEncryptor);
  const verifier = open(keyEncryptor, spun, blocks.verifierInput, keyEncryptor.verifierInput);
  const expected = open(keyEncryptor, spun, blocks.verifierValue, keyEncryptor.verifierValue);
  const actual = digest(keyEncryptor.hash, verifier.subarray(0, keyEncryptor.salt.length));
  if (!sameBytes(actual, expected.subarray(0, actual.length)))
    throw new SheetError('passwordWrong');
  const sealedKey = open(keyEncryptor, spun, blocks.key, keyEncryptor.key);
  const key = sealedKey.subarray(0, keyEncryptor.keyBytes);
  checkSeal(keyData, key, integrity, encryptedPackage);
  return decryptSegments(keyData, key, encryptedPackage);
}

/** AES-256, SHA-512, 100,000 spins: what Excel itself writes. */
export function encryptAgile(
  content: Uint8Array,
  password: string,
  spinCount = 100_000,
): AgileFile {
  const cipher = { hash: 'sha512', keyBytes: 32 } as const;
  const keyData = { ...cipher, salt: randomBytes(16) };
  const keyEncryptor = { ...cipher, salt: randomBytes(16), spinCount };
  const key = randomBytes(cipher.keyBytes);
  const encryptedPackage = encryptSegments(keyData, key, content);
  const sealKey = randomBytes(64);
  const seal = createHmac('sha512', sealKey).update(encryptedPackage).digest();
  const spun = spinPassword(password, keyEncryptor);
  const verifier = randomBytes(16);
  const info = formatAgileInfo({
    keyData,
    integrity: {
      sealKey: aes('encrypt', key, ivOf(keyData, blocks.sealKey), sealKey),
      seal: aes('encrypt', key, ivOf(keyData, blocks.seal), seal),
    },
    keyEncryptor: {
      ...keyEncryptor,
      verifierInput: close(keyEncryptor, spun, blocks.verifierInput, verifier),
      verifierValue: close(keyEncryptor, spun, blocks.verifierValue, digest(cipher.hash, verifier)),
      key: close(keyEncryptor, spun, blocks.key, key),
    },
  });
  return { info, encryptedPackage };
}

/** The block keys of [MS-OFFCRYPTO]: each purpose has its own. */
const blocks = {
  verifierInput: Buffer.from('fea7d2763b4b9e79', 'hex'),
  verifierValue: Buffer.from('d7aa0f6d3061344e', 'hex'),
  key: Buffer.from('146e0be7abacd0d6', 'hex'),
  sealKey: Buffer.from('5fb2ad010cb9e1f6', 'hex'),
  seal: Buffer.from('a0677f02b22c8433', 'hex'),
};

const aesBlock = 16;
const segmentBytes = 4096;

/** Digests are texts of a letter a byte between the turns: a hundred thousand buffers take four times as long. */
function spinPassword(password: string, { hash, salt, spinCount }: KeyEncryptor): Buffer {
  let spun = digest(hash, salt, Buffer.from(password, 'utf16le')).toString('binary');
  const turn = Buffer.alloc(4 + spun.length);
  for (let count = 0; count < spinCount; count++) {
    turn.writeUInt32LE(count, 0);
    turn.write(spun, 4, 'binary');
    spun = digestAtOnce(hash, turn, 'binary');
  }
  return Buffer.from(spun, 'binary');
}

function open(cipher: AgileCipher, spun: Buffer, block: Buffer, sealed: Buffer): Buffer {
  return aes('decrypt', passwordKey(cipher, spun, block), padded(cipher.salt, 0x36), sealed);
}

function close(cipher: AgileCipher, spun: Buffer, block: Buffer, plain: Buffer): Buffer {
  return aes('encrypt', passwordKey(cipher, spun, block), padded(cipher.salt, 0x36), plain);
}

function passwordKey({ hash, keyBytes }: AgileCipher, spun: Buffer, block: Buffer): Buffer {
  const full = digest(hash, spun, block);
  return full.length >= keyBytes
    ? full.subarray(0, keyBytes)
    : Buffer.concat([full, Buffer.alloc(keyBytes - full.length, 0x36)]);
}

function checkSeal(
  keyData: AgileCipher,
  key: Buffer,
  { sealKey, seal }: AgileInfo['integrity'],
  encryptedPackage: Buffer,
): void {
  const hmacKey = aes('decrypt', key, ivOf(keyData, blocks.sealKey), sealKey);
  const expected = aes('decrypt', key, ivOf(keyData, blocks.seal), seal);
  const length = digest(keyData.hash).length;
  const actual = createHmac(keyData.hash, hmacKey.subarray(0, length))
    .update(encryptedPackage)
    .digest();
  if (!sameBytes(actual, expected.subarray(0, length))) throw new SheetError('damaged');
}

/** The package is its length in 8 bytes, then segments of 4096 bytes, each with an IV of its number. */
function decryptSegments(keyData: AgileCipher, key: Buffer, sealed: Buffer): Buffer {
  if (sealed.length < 8) throw new SheetError('damaged');
  const length = Number(sealed.readBigUInt64LE(0));
  const plain = mapSegments(sealed.subarray(8), (segment, number) =>
    aes('decrypt', key, ivOf(keyData, number), segment),
  );
  if (length > plain.length) throw new SheetError('damaged');
  return plain.subarray(0, length);
}

function encryptSegments(keyData: AgileCipher, key: Buffer, content: Uint8Array): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(content.length));
  const sealed = mapSegments(content, (segment, number) =>
    aes('encrypt', key, ivOf(keyData, number), segment),
  );
  return Buffer.concat([length, sealed]);
}

function mapSegments(
  content: Uint8Array,
  turn: (segment: Uint8Array, number: Buffer) => Buffer,
): Buffer {
  const segments: Buffer[] = [];
  for (let at = 0; at < content.length; at += segmentBytes) {
    const number = Buffer.alloc(4);
    number.writeUInt32LE(at / segmentBytes);
    segments.push(turn(content.subarray(at, at + segmentBytes), number));
  }
  return Buffer.concat(segments);
}

function ivOf({ hash, salt }: AgileCipher, block: Buffer): Buffer {
  return padded(digest(hash, salt, block), 0x36);
}

function padded(bytes: Buffer, filler: number): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(aesBlock, filler)]).subarray(0, aesBlock);
}

function aes(
  direction: 'encrypt' | 'decrypt',
  key: Buffer,
  iv: Buffer,
  content: Uint8Array,
): Buffer {
  if (direction === 'decrypt' && content.length % aesBlock !== 0) throw new SheetError('damaged');
  const name = `aes-${key.length * 8}-cbc`;
  const cipher =
    direction === 'encrypt' ? createCipheriv(name, key, iv) : createDecipheriv(name, key, iv);
  cipher.setAutoPadding(false);
  const filler = Buffer.alloc((aesBlock - (content.length % aesBlock)) % aesBlock);
  return Buffer.concat([cipher.update(content), cipher.update(filler), cipher.final()]);
}

function digest(hash: string, ...parts: Buffer[]): Buffer {
  const hasher = createHash(hash);
  for (const part of parts) hasher.update(part);
  return hasher.digest();
}

function sameBytes(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
