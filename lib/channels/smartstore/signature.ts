import { hash } from 'bcryptjs';

/** The secret is a bcrypt salt; what proves it is the hash of the id and the moment of the call. */
export async function clientSecretSign(
  key: { clientId: string; clientSecret: string },
  timestamp: string,
): Promise<string> {
  const hashed = await hash(`${key.clientId}_${timestamp}`, key.clientSecret);
  return Buffer.from(hashed).toString('base64');
}
