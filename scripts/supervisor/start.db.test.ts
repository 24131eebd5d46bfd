import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EmbeddedServer, startEmbedded } from '@/db/embedded';
import { clusterDir } from '@/db/embedded/cluster';
import { findPostmaster } from '@/db/embedded/postmaster';
import { countInstallations, takeLock } from './lock';
import { root } from './root';

type Outcome = { code: number; output: string; errors: string };

let dataDir: string;
let database: EmbeddedServer;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'moa-start-test-'));
  database = await startEmbedded({ dataDir, fsync: false });
});

afterAll(async () => {
  await database.stop();
  await rm(dataDir, { recursive: true });
});

it('a second start says where the first one is, and leaves it alone', async () => {
  const lock = await takeLock(database.url, dataDir);
  const first = { url: 'http://127.0.0.1:3456', pids: [] };
  await writeFile(path.join(dataDir, 'running.json'), JSON.stringify(first));
  const second = await start();
  expect(second).toEqual({
    code: 1,
    output: '',
    errors: 'Moa is already running: http://127.0.0.1:3456\n',
  });
  expect(await findPostmaster(clusterDir(dataDir))).toMatchObject({ port: database.port });
  await lock?.release();
});

it('the lock goes with the connection that holds it', async () => {
  const first = await takeLock(database.url, dataDir);
  expect(await takeLock(database.url, dataDir)).toBeNull();
  expect(await countInstallations(database.url)).toBe(1);
  await first?.release();
  const second = await takeLock(database.url, dataDir);
  expect(second).not.toBeNull();
  await second?.release();
});

it('another data directory has a lock of its own', async () => {
  const one = await takeLock(database.url, dataDir);
  const other = await takeLock(database.url, `${dataDir}-of-another-machine`);
  expect(await countInstallations(database.url)).toBe(2);
  await one?.release();
  await other?.release();
});

it('a start that fails says why and stops its database', async () => {
  const { server, port } = await occupyPort();
  const failed = await start({ PORT: String(port) });
  server.close();
  expect(failed).toMatchObject({ code: 1, output: '' });
  expect(failed.errors).toMatch(new RegExp(`^Port ${port} is taken`));
  expect(await findPostmaster(clusterDir(dataDir))).toBeNull();
});

it('with a database of one’s own a missing key refuses the start', async () => {
  const { url } = await startEmbedded({ dataDir, fsync: false });
  const failed = await start({ DATABASE_URL: url, CRON_SECRET: 'a-secret-for-cron-calls' });
  expect(failed.errors).toContain('MOA_ENCRYPTION_KEY is not set.');
  expect(failed.errors).not.toContain('CRON_SECRET is not set.');
  expect(await findPostmaster(clusterDir(dataDir))).not.toBeNull();
});

function start(settings: Record<string, string> = {}): Promise<Outcome> {
  const { PATH } = process.env;
  const env: NodeJS.ProcessEnv = { PATH, NODE_ENV: 'test', MOA_DATA_DIR: dataDir, ...settings };
  const args = ['--import', 'tsx', 'scripts/start.ts'];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: root, env }, (error, output, errors) => {
      resolve({ code: Number(error?.code ?? 0), output, errors });
    });
  });
}

async function occupyPort(): Promise<{ server: Server; port: number }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { server, port: typeof address === 'object' && address ? address.port : 0 };
}
