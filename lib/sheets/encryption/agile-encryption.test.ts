import { describe, expect, it } from 'vitest';
import { decryptAgile, encryptAgile } from './agile-encryption';
import { formatAgileInfo, parseAgileInfo } from './agile-info';

const fewSpins = 100;

describe('agile encryption', () => {
  const content = Buffer.from('송장'.repeat(3_000));
  const file = encryptAgile(content, '비번Pass!1234', fewSpins);

  it('gives the content back to whoever knows the password', () => {
    expect(decryptAgile(file, '비번Pass!1234')).toEqual(content);
    expect(() => decryptAgile(file, '비번pass!1234')).toThrow('passwordWrong');
  });

  it.each([0, 1, 15, 16, 4_095, 4_096, 4_097])('keeps the length of %i bytes', (length) => {
    const plain = Buffer.alloc(length, 7);
    expect(decryptAgile(encryptAgile(plain, 'p', fewSpins), 'p')).toEqual(plain);
  });

  it('leaves nothing of the content readable and no two files alike', () => {
    expect(file.encryptedPackage.includes(Buffer.from('송장'))).toBe(false);
    expect(encryptAgile(content, '비번Pass!1234', fewSpins).encryptedPackage).not.toEqual(
      file.encryptedPackage,
    );
  });

  it.each([0, 8, 5_000])('refuses content with byte %i changed', (at) => {
    const encryptedPackage = Buffer.from(file.encryptedPackage);
    encryptedPackage.writeUInt8(encryptedPackage.readUInt8(at) ^ 1, at);
    expect(() => decryptAgile({ ...file, encryptedPackage }, '비번Pass!1234')).toThrow('damaged');
  });

  it('refuses content cut off behind a segment', () => {
    const encryptedPackage = file.encryptedPackage.subarray(0, 8 + 4_096);
    expect(() => decryptAgile({ ...file, encryptedPackage }, '비번Pass!1234')).toThrow('damaged');
  });

  it('refuses a file that has its password spun for minutes', () => {
    const info = parseAgileInfo(file.info);
    const slow = { ...info, keyEncryptor: { ...info.keyEncryptor, spinCount: 1_000_001 } };
    expect(() => decryptAgile({ ...file, info: formatAgileInfo(slow) }, 'p')).toThrow('damaged');
  });

  it('refuses a description without a seal', () => {
    const unsealed = Buffer.from(
      file.info.toString('latin1').replace(/<dataIntegrity[^>]*>/, ''),
      'latin1',
    );
    expect(() => decryptAgile({ ...file, info: unsealed }, '비번Pass!1234')).toThrow('damaged');
  });

  it('writes its description so that it reads the same', () => {
    expect(formatAgileInfo(parseAgileInfo(file.info))).toEqual(file.info);
  });

  it('spins a password 100,000 times unless told otherwise', () => {
    const { keyEncryptor } = parseAgileInfo(encryptAgile(content, 'p').info);
    expect(keyEncryptor).toMatchObject({ spinCount: 100_000, hash: 'sha512', keyBytes: 32 });
  });
});
