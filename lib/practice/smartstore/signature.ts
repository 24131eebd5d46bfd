import { hash } from 'bcryptjs';
import type { SmartstoreCredentials } from '../shops';

/** What a seller sends in place of the secret: the hash of his id and the moment, in base64. */
export async function secretSign(
  { clientId, clientSecret }: SmartstoreCredentials,
  timestamp: string,
): Promise<string> {
  return Buffer.from(await hash(`${clientId}_${timestamp}`, clientSecret)).toString('base64');
}
