import { configure, Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';

/** An AES-256 zip that holds one file. Windows Explorer cannot open it; 반디집 and 7-Zip can. */
export async function zipWithPassword(
  name: string,
  bytes: Uint8Array,
  password: string,
): Promise<Uint8Array> {
  const zip = new ZipWriter(new Uint8ArrayWriter(), {
    password,
    encryptionStrength: aes256,
    lastModDate: firstZipDate,
    extendedTimestamp: false,
  });
  await zip.add(name, new Uint8ArrayReader(bytes));
  return zip.close();
}

const aes256 = 3;
const firstZipDate = new Date(1980, 0, 1);

configure({ useWebWorkers: false });
