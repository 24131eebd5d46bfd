import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { anyFreePort } from '@/db/embedded/free-port';
import { type ClaimedPort, claimPort } from './port';

const claims: ClaimedPort[] = [];
const claim = async (wished: number, isGiven = false) => {
  const claimed = await claimPort(wished, isGiven);
  claims.push(claimed);
  return claimed.port;
};

afterEach(async () => {
  for (const { release } of claims.splice(0)) await release();
});

it('starts at the same moment never get the same port', async () => {
  const wished = await anyFreePort();
  const ports = await Promise.all(Array.from({ length: 5 }, () => claim(wished)));
  expect(new Set(ports).size).toBe(5);
});

it('a port that was asked for is refused while another start has it, and free again after', async () => {
  const wished = await anyFreePort();
  await claim(wished, true);
  await expect(claim(wished, true)).rejects.toThrow(`Port ${wished} is taken`);
  await claims.pop()?.release();
  expect(await claim(wished, true)).toBe(wished);
});

it('passes over a port that another program listens on', async () => {
  const wished = await anyFreePort();
  const server = createServer().listen(wished, '127.0.0.1');
  await once(server, 'listening');
  expect(await claim(wished)).toBeGreaterThan(wished);
  server.close();
});
