import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import { SheetError } from './sheet';

export type ZipEntry = { name: string; content: Uint8Array };

export type InflateLimits = { entryBytes: number; totalBytes: number; entries: number };

const defaultLimits: InflateLimits = {
  entryBytes: 150 * 1024 * 1024,
  totalBytes: 200 * 1024 * 1024,
  entries: 5_000,
};

/**
 * Inflates what the central directory lists, counting the bytes that really come out: the sizes a zip
 * declares are the attacker's. Throws SheetError 'bomb' past a limit and 'damaged' for a broken zip.
 */
export function readZip(bytes: Uint8Array, limits: InflateLimits = defaultLimits): ZipEntry[] {
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  let left = limits.totalBytes;
  for (const header of centralDirectory(zip)) {
    if (names.has(header.name)) throw new SheetError('damaged');
    if (entries.length >= limits.entries) throw new SheetError('bomb');
    const content = inflate(zip, header, Math.min(limits.entryBytes, left));
    left -= content.length;
    names.add(header.name);
    entries.push({ name: header.name, content });
  }
  return entries;
}

/** A zip of these entries, deflated or as they are; the same entries always give the same bytes. */
export function writeZip(entries: readonly ZipEntry[], compression: 'deflate' | 'none'): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of entries) {
    const stored = compression === 'deflate' ? deflateRawSync(content, { level: 6 }) : content;
    const fields = sharedFields(name, content, stored, compression);
    const local = Buffer.concat([localSignature, fields, Buffer.from(name)]);
    directory.push(directoryEntry(fields, name, offset));
    files.push(local, Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength));
    offset += local.length + stored.length;
  }
  const listing = Buffer.concat(directory);
  return Buffer.concat([...files, listing, endRecord(entries.length, listing.length, offset)]);
}

type DirectoryHeader = {
  name: string;
  method: number;
  packedSize: number;
  offset: number;
};

const endSignature = 0x06054b50;
const endLength = 22;
const utf8Flag = 0x0800;
const encryptedFlag = 0x0001;

function* centralDirectory(zip: Buffer): Generator<DirectoryHeader> {
  const end = endOfDirectory(zip);
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  for (let index = 0; index < count; index++) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== 0x02014b50)
      throw new SheetError('damaged');
    if (zip.readUInt16LE(at + 8) & encryptedFlag) throw new SheetError('unknownFormat');
    const nameEnd = at + 46 + zip.readUInt16LE(at + 28);
    const extraEnd = nameEnd + zip.readUInt16LE(at + 30);
    yield {
      name: zip.toString('utf8', at + 46, nameEnd),
      method: zip.readUInt16LE(at + 10),
      ...wideSizes(zip, at, zip.subarray(nameEnd, extraEnd)),
    };
    at = extraEnd + zip.readUInt16LE(at + 32);
  }
}

function endOfDirectory(zip: Buffer): number {
  const earliest = Math.max(0, zip.length - endLength - 0xffff);
  for (let at = zip.length - endLength; at >= earliest; at--) {
    if (zip.readUInt32LE(at) === endSignature) return at;
  }
  throw new SheetError('damaged');
}

/** Sizes of 0xFFFFFFFF stand in the zip64 extra field, which streaming writers always use. */
function wideSizes(zip: Buffer, at: number, extra: Buffer): { packedSize: number; offset: number } {
  const plainSize = zip.readUInt32LE(at + 24);
  const packedSize = zip.readUInt32LE(at + 20);
  const offset = zip.readUInt32LE(at + 42);
  if (packedSize !== 0xffffffff && offset !== 0xffffffff) return { packedSize, offset };
  const wide = zip64Values(extra);
  if (plainSize === 0xffffffff) wide.next();
  return {
    packedSize: packedSize === 0xffffffff ? nextOf(wide) : packedSize,
    offset: offset === 0xffffffff ? nextOf(wide) : offset,
  };
}

function* zip64Values(extra: Buffer): Generator<number> {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 0x0001) continue;
    const end = Math.min(at + 4 + extra.readUInt16LE(at + 2), extra.length);
    for (let value = at + 4; value + 8 <= end; value += 8) {
      yield Number(extra.readBigUInt64LE(value));
    }
    return;
  }
}

function nextOf(values: Iterator<number>): number {
  const { value, done } = values.next();
  if (done) throw new SheetError('damaged');
  return value;
}

function inflate(zip: Buffer, header: DirectoryHeader, maxBytes: number): Buffer {
  const { offset, packedSize, method } = header;
  if (offset + 30 > zip.length) throw new SheetError('damaged');
  const start = offset + 30 + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28);
  const packed = zip.subarray(start, start + packedSize);
  if (packed.length !== packedSize) throw new SheetError('damaged');
  if (method !== 0 && method !== 8) throw new SheetError('damaged');
  if (method === 8) return inflateUpTo(packed, maxBytes);
  if (packed.length > maxBytes) throw new SheetError('bomb');
  return packed;
}

function inflateUpTo(packed: Buffer, maxBytes: number): Buffer {
  try {
    // Zero would mean no limit at all.
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, maxBytes) });
  } catch (cause) {
    const tooLong = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new SheetError(tooLong ? 'bomb' : 'damaged', { cause });
  }
}

const localSignature = Buffer.from([0x50, 0x4b, 0x03, 0x04]);
/** 1980-01-01 00:00, the first moment a zip can name. */
const firstDosDate = 0x0021;

/** The 26 bytes that a local header and a directory entry share. */
function sharedFields(
  name: string,
  content: Uint8Array,
  stored: Uint8Array,
  compression: 'deflate' | 'none',
): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(utf8Flag, 2);
  fields.writeUInt16LE(compression === 'deflate' ? 8 : 0, 4);
  fields.writeUInt16LE(firstDosDate, 8);
  fields.writeUInt32LE(crc32(content), 10);
  fields.writeUInt32LE(stored.length, 14);
  fields.writeUInt32LE(content.length, 18);
  fields.writeUInt16LE(Buffer.byteLength(name), 22);
  return fields;
}

function directoryEntry(fields: Buffer, name: string, offset: number): Buffer {
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(20, 4);
  fields.copy(entry, 6);
  entry.writeUInt32LE(offset, 42);
  return Buffer.concat([entry, Buffer.from(name)]);
}

function endRecord(count: number, directoryLength: number, directoryOffset: number): Buffer {
  const record = Buffer.alloc(endLength);
  record.writeUInt32LE(endSignature, 0);
  record.writeUInt16LE(count, 8);
  record.writeUInt16LE(count, 10);
  record.writeUInt32LE(directoryLength, 12);
  record.writeUInt32LE(directoryOffset, 16);
  return record;
}
