import { isIP } from 'node:net';
import { promisify } from 'node:util';
import { createTransport } from 'nodemailer';
import { lookupPublic } from '@/lib/outside/public-address';
import type { Sent } from './sent';

export type MailServer = {
  host: string;
  port: number;
  userName: string;
  password: string;
  sender: string;
};

export type Mail = { to: string; subject: string; text: string };

/** Mail servers that speak TLS from the first byte on. */
const TLS_PORT = 465;
const TIMEOUT_MS = 15_000;

/** Sends one mail; passwords leave this machine only through TLS. */
export async function sendMail(server: MailServer, mail: Mail): Promise<Sent> {
  const { host, port, userName, password, sender } = server;
  const address = await addressOf(host).catch(() => null);
  if (!address) return { ok: false, error: 'address', isFinal: false };
  const transport = createTransport({
    ...address,
    port,
    secure: port === TLS_PORT,
    requireTLS: port !== TLS_PORT && host !== '127.0.0.1',
    auth: userName ? { user: userName, pass: password } : undefined,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  });
  try {
    await transport.sendMail({ from: sender, ...mail });
    return { ok: true };
  } catch (error) {
    return failureOf(error);
  } finally {
    transport.close();
  }
}

/** Looked at here: the transport resolves names on its own and connects wherever they lead. */
async function addressOf(host: string) {
  if (isIP(host)) return { host };
  const address = await resolve(host, { order: 'ipv4first' });
  return { host: String(address), tls: { servername: host } };
}

const resolve = promisify(lookupPublic);

/** What the server said for good is not tried again; silence and "later" are. */
function failureOf(error: unknown): Sent {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const answer =
    error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : undefined;
  if (code === 'EAUTH') return { ok: false, error: 'login', isFinal: true };
  if (answer !== undefined && answer >= 500)
    return { ok: false, error: `refused:${answer}`, isFinal: true };
  return { ok: false, error: 'unavailable', isFinal: false };
}
