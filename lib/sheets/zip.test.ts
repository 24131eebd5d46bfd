import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SheetError } from './sheet';
import { readZip, writeZip, type ZipEntry } from './zip';

const limits = { entryBytes: 1_000_000, totalBytes: 1_500_000, entries: 10 };

describe('readZip', () => {
  it('gives back what writeZip was given, deflated or not, and the same bytes each time', () => {
    const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' }), {
      maxLength: 9,
    });
    const compression = fc.constantFrom('deflate' as const, 'none' as const);
    fc.assert(
      fc.property(names, fc.uint8Array({ maxLength: 3_000 }), compression, (all, content, how) => {
        const entries = all.map((name) => ({
          name,
          content: Buffer.from(content),
        }));
        expect(readZip(writeZip(entries, how), limits)).toEqual(entries);
        expect(writeZip(entries, how)).toEqual(writeZip(entries, how));
      }),
    );
  });

  it('stops a bomb at the limit of an entry, whatever size the zip declares', () => {
    const bomb = writeZip([entry('sheet1.xml', 1_000_001)], 'deflate');
    expect(bomb.length).toBeLessThan(2_000);
    expect(refusal(bomb)).toBe('bomb');
    expect(refusal(withDeclaredSize(bomb, 1))).toBe('bomb');
  });

  it('stops many entries that are too much together, and one set of bytes listed many times', () => {
    const two = [entry('a', 900_000), entry('b', 900_000)];
    expect(refusal(writeZip(two, 'deflate'))).toBe('bomb');
    expect(refusal(writeZip(two, 'none'))).toBe('bomb');
    expect(refusal(overlapping(900_000, 2))).toBe('bomb');
  });

  it('stops more entries than a workbook has', () => {
    const many = Array.from({ length: 11 }, (_, index) => entry(String(index), 1));
    expect(refusal(writeZip(many, 'deflate'))).toBe('bomb');
  });

  it('refuses a name twice: two parsers could take different ones', () => {
    expect(refusal(writeZip([entry('a', 1), entry('a', 2)], 'none'))).toBe('damaged');
  });

  it('refuses an encrypted entry', () => {
    const zip = writeZip([entry('a', 1)], 'none');
    zip.writeUInt16LE(1, zip.lastIndexOf('PK\x01\x02') + 8);
    expect(refusal(zip)).toBe('unknownFormat');
  });

  it('calls any cut-off zip damaged and never reads past its end', () => {
    const zip = writeZip([entry('a', 500), entry('b', 500)], 'deflate');
    for (let length = 0; length < zip.length; length++) {
      expect(refusal(zip.subarray(0, length))).toBe('damaged');
    }
  });

  it('answers bytes changed at random with content or a SheetError, never with another error', () => {
    const zip = writeZip([entry('a', 500), entry('b', 500)], 'deflate');
    const changes = fc.array(fc.tuple(fc.nat({ max: zip.length - 1 }), fc.nat({ max: 255 })), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(changes, (all) => {
        const changed = Buffer.from(zip);
        for (const [at, byte] of all) changed.writeUInt8(byte, at);
        expect(['read', 'damaged', 'bomb', 'unknownFormat']).toContain(refusal(changed));
      }),
      { numRuns: 1_000 },
    );
  });

  it('reads the sizes of a zip64 entry, as streaming writers store them', () => {
    expect(readZip(zip64('a.xml', Buffer.from('내용')), limits)).toEqual([
      { name: 'a.xml', content: Buffer.from('내용') },
    ]);
  });
});

function entry(name: string, bytes: number): ZipEntry {
  return { name, content: Buffer.alloc(bytes) };
}

function refusal(zip: Buffer): string {
  try {
    readZip(zip, limits);
    return 'read';
  } catch (error) {
    if (error instanceof SheetError) return error.kind;
    throw error;
  }
}

function withDeclaredSize(zip: Buffer, bytes: number): Buffer {
  const forged = Buffer.from(zip);
  forged.writeUInt32LE(bytes, 22);
  forged.writeUInt32LE(bytes, forged.lastIndexOf('PK\x01\x02') + 24);
  return forged;
}

/** One local file that `count` directory entries point at. */
function overlapping(bytes: number, count: number): Buffer {
  const zip = writeZip([entry('0', bytes)], 'deflate');
  const directory = zip.lastIndexOf('PK\x01\x02');
  const listed = zip.subarray(directory, zip.length - 22);
  const copies = Array.from({ length: count }, (_, index) => {
    const copy = Buffer.from(listed);
    copy.write(String(index), 46);
    return copy;
  });
  const end = Buffer.from(zip.subarray(zip.length - 22));
  end.writeUInt16LE(count, 10);
  return Buffer.concat([zip.subarray(0, directory), ...copies, end]);
}

function zip64(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content);
  const zip = writeZip([{ name, content }], 'deflate');
  const directory = zip.lastIndexOf('PK\x01\x02');
  const header = Buffer.from(zip.subarray(directory, zip.length - 22));
  const extra = Buffer.alloc(20);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(16, 2);
  extra.writeBigUInt64LE(BigInt(content.length), 4);
  extra.writeBigUInt64LE(BigInt(packed.length), 12);
  header.writeUInt32LE(0xffffffff, 20);
  header.writeUInt32LE(0xffffffff, 24);
  header.writeUInt16LE(extra.length, 30);
  return Buffer.concat([zip.subarray(0, directory), header, extra, zip.subarray(zip.length - 22)]);
}
