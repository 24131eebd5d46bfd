import { createSocket, type Socket } from 'node:dgram';
import { isFree } from '@/db/embedded/free-port';
import type { Stop } from './running';

const host = '127.0.0.1';
const lastPort = 65_535;

/** A port for the application, kept from other starts of Moa until it is given back. */
export type ClaimedPort = { port: number; release: Stop };

/** The port that was asked for, or an error; where none was, the first free one from there on. */
export async function claimPort(wished: number, isGiven: boolean): Promise<ClaimedPort> {
  for (let port = wished; port <= lastPort; port++) {
    const claim = await takeClaim(port);
    if (claim && (await isFree(port))) return { port, release: () => letGo(claim) };
    if (claim) await letGo(claim);
    if (isGiven) break;
  }
  throw new Error(`Port ${wished} is taken. Set PORT to another one, or leave it open.`);
}

/**
 * Two starts may both find a port free before either listens on it. Its number is bound for datagrams
 * meanwhile: one process alone can, and no crash can leave that behind.
 */
function takeClaim(port: number): Promise<Socket | null> {
  const socket = createSocket('udp4').unref();
  return new Promise((resolve) => {
    socket.once('error', () => resolve(null));
    socket.bind({ port, address: host, exclusive: true }, () => resolve(socket));
  });
}

function letGo(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.close(() => resolve()));
}
