/**
 * The streams that [MS-OFFCRYPTO] 2.1 wants beside an encrypted package. They say nothing but "this is
 * password encryption"; the strict readers refuse a file without them.
 */
export const dataSpaces: Readonly<Record<string, Buffer>> = {
  '/\u0006DataSpaces/Version': Buffer.concat([text('Microsoft.Container.DataSpaces'), versions()]),
  '/\u0006DataSpaces/DataSpaceMap': Buffer.concat([numbers(8, 1), mapEntry()]),
  '/\u0006DataSpaces/DataSpaceInfo/StrongEncryptionDataSpace': Buffer.concat([
    numbers(8, 1),
    text('StrongEncryptionTransform'),
  ]),
  '/\u0006DataSpaces/TransformInfo/StrongEncryptionTransform/\u0006Primary': transform(),
};

function mapEntry(): Buffer {
  const entry = Buffer.concat([
    numbers(1, 0),
    text('EncryptedPackage'),
    text('StrongEncryptionDataSpace'),
  ]);
  return Buffer.concat([numbers(entry.length + 4), entry]);
}

function transform(): Buffer {
  const id = text('{FF9A3F03-56EF-4613-BDD5-5A41C1D07246}');
  return Buffer.concat([
    numbers(8 + id.length, 1),
    id,
    text('Microsoft.Container.EncryptionTransform'),
    versions(),
    numbers(0, 0, 0, 4),
  ]);
}

/** Reader, updater and writer: each 1.0. */
function versions(): Buffer {
  return numbers(1, 1, 1);
}

/** Its length in bytes, UTF-16, filled up to four bytes. */
function text(value: string): Buffer {
  const content = Buffer.from(value, 'utf16le');
  return Buffer.concat([numbers(content.length), content, Buffer.alloc(-content.length & 3)]);
}

function numbers(...values: number[]): Buffer {
  const buffer = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) buffer.writeUInt32LE(value, 4 * index);
  return buffer;
}
