/** An AES-256 zip that holds one file. */
export async function zipWithPassword(
  _name: string,
  _bytes: Uint8Array,
  _password: string,
): Promise<Uint8Array> {
  throw new Error('not written yet');
}
