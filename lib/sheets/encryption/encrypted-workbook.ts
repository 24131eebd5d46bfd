import * as CFB from 'cfb';
import { SheetError } from '../sheet';
import { decryptAgile, encryptAgile } from './agile-encryption';
import { isAgileInfo } from './agile-info';
import { dataSpaces } from './data-spaces';
import { decryptStandard, isStandardInfo } from './standard-encryption';

export type CompoundFile = { kind: 'biff' } | { kind: 'encrypted'; decrypt: Decrypt };

type Decrypt = (password: string | undefined) => Buffer;

/** Tells an old .xls from an encrypted .xlsx: both start with D0CF11E0. */
export function readCompoundFile(bytes: Uint8Array): CompoundFile {
  const file = parseCompoundFile(bytes);
  const info = streamOf(file, 'EncryptionInfo');
  const encryptedPackage = streamOf(file, 'EncryptedPackage');
  if (info && encryptedPackage) {
    return { kind: 'encrypted', decrypt: (password) => decrypt(info, encryptedPackage, password) };
  }
  if (streamOf(file, 'Workbook') ?? streamOf(file, 'Book')) return { kind: 'biff' };
  throw new SheetError('unknownFormat');
}

/** An .xlsx wrapped so that Excel asks for the password. */
export function encryptWorkbook(xlsx: Uint8Array, password: string): Buffer {
  const { info, encryptedPackage } = encryptAgile(xlsx, password);
  const file = CFB.utils.cfb_new();
  for (const [path, content] of Object.entries(dataSpaces)) CFB.utils.cfb_add(file, path, content);
  CFB.utils.cfb_add(file, 'EncryptionInfo', info);
  CFB.utils.cfb_add(file, 'EncryptedPackage', encryptedPackage);
  return CFB.write(file, { type: 'buffer' });
}

function parseCompoundFile(bytes: Uint8Array): CFB.CFB$Container {
  try {
    return CFB.read(bytes, { type: 'buffer' });
  } catch (cause) {
    throw new SheetError('damaged', { cause });
  }
}

function streamOf(file: CFB.CFB$Container, name: string): Buffer | null {
  const entry = CFB.find(file, `/${name}`);
  return entry?.content ? Buffer.from(entry.content) : null;
}

function decrypt(info: Buffer, encryptedPackage: Buffer, password: string | undefined): Buffer {
  if (!password) throw new SheetError('passwordNeeded');
  if (isAgileInfo(info)) return decryptAgile({ info, encryptedPackage }, password);
  if (isStandardInfo(info)) return decryptStandard(info, encryptedPackage, password);
  throw new SheetError('unknownFormat');
}
