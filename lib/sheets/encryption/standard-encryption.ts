import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto';
import { SheetError } from '../sheet';

/**
 * ECMA-376 standard encryption ([MS-OFFCRYPTO] 2.3.4.5 to 2.3.4.9), as Excel 2007 and LibreOffice write
 * it: AES-ECB with SHA-1. It has no seal, so a changed file shows only when the workbook is read.
 */
export function decryptStandard(info: Buffer, encryptedPackage: Buffer, password: string): Buffer {
  const { keyBytes, salt, verifier, verifierHash } = parseInfo(info);
  const key = keyOf(password, salt, keyBytes);
  const expected = aes(key, verifierHash).subarray(0, sha1Bytes);
  if (!timingSafeEqual(sha1(aes(key, verifier)), expected)) throw new SheetError('passwordWrong');
  if (encryptedPackage.length < 8) throw new SheetError('damaged');
  const length = Number(encryptedPackage.readBigUInt64LE(0));
  const plain = aes(key, encryptedPackage.subarray(8));
  if (length > plain.length) throw new SheetError('damaged');
  return plain.subarray(0, length);
}

export function isStandardInfo(stream: Buffer): boolean {
  if (stream.length < 12) return false;
  return [2, 3, 4].includes(stream.readUInt16LE(0)) && stream.readUInt16LE(2) === 2;
}

const sha1Bytes = 20;
const spinCount = 50_000;
const aesAlgorithms: Readonly<Record<number, number>> = { 26126: 16, 26127: 24, 26128: 32 };

function parseInfo(info: Buffer) {
  const header = 12;
  const body = header + info.readUInt32LE(8);
  if (body + 72 > info.length) throw new SheetError('damaged');
  const keyBytes = aesAlgorithms[info.readUInt32LE(header + 8)];
  if (keyBytes === undefined) throw new SheetError('unknownFormat');
  return {
    keyBytes,
    salt: info.subarray(body + 4, body + 20),
    verifier: info.subarray(body + 20, body + 36),
    verifierHash: info.subarray(body + 40, body + 72),
  };
}

function keyOf(password: string, salt: Buffer, keyBytes: number): Buffer {
  let spun = sha1(salt, Buffer.from(password, 'utf16le'));
  for (let count = 0; count < spinCount; count++) spun = sha1(number(count), spun);
  const final = sha1(spun, number(0));
  return Buffer.concat([stretched(final, 0x36), stretched(final, 0x5c)]).subarray(0, keyBytes);
}

function stretched(hash: Buffer, filler: number): Buffer {
  const block = Buffer.alloc(64, filler);
  for (const [index, byte] of hash.entries()) block[index] = byte ^ filler;
  return sha1(block);
}

function aes(key: Buffer, content: Buffer): Buffer {
  if (content.length % 16 !== 0) throw new SheetError('damaged');
  const cipher = createDecipheriv(`aes-${key.length * 8}-ecb`, key, null).setAutoPadding(false);
  return Buffer.concat([cipher.update(content), cipher.final()]);
}

function sha1(...parts: Buffer[]): Buffer {
  const hasher = createHash('sha1');
  for (const part of parts) hasher.update(part);
  return hasher.digest();
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
