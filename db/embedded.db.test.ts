import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startEmbedded } from './embedded';

let dataDir: string;
const pidFile = () => path.join(dataDir, 'postgres', 'postmaster.pid');
const start = () => startEmbedded({ dataDir, fsync: false });
const serverPid = async () => Number((await readFile(pidFile(), 'utf8')).split('\n')[0]);

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), '모아 시험 '));
  const server = await start();
  await keep(server.url, '블랙 / 270');
});

afterAll(async () => {
  const server = await start();
  await server.stop();
  await rm(dataDir, { recursive: true });
});

it('keeps what was stored over a stop and a start, on the same port', async () => {
  const first = await start();
  await first.stop();
  const second = await start();
  expect(second).toMatchObject({ port: first.port, adopted: false });
  expect(await kept(second.url)).toBe('블랙 / 270');
});

it('answers on this machine alone, with a password that only its user can read', async () => {
  const { url, port } = await start();
  const sql = postgres(url, { max: 1 });
  const [row] = await sql`
    select current_setting('listen_addresses') as addresses,
      current_setting('unix_socket_directories') as sockets`;
  await sql.end();
  expect(row).toEqual({ addresses: '127.0.0.1', sockets: '' });
  expect((await stat(path.join(dataDir, 'postgres.password'))).mode & 0o777).toBe(0o600);
  const stranger = postgres(`postgres://moa:guess@127.0.0.1:${port}/moa`, { max: 1 });
  await expect(stranger`select 1`).rejects.toMatchObject({ code: '28P01' });
  await stranger.end();
});

it('takes over a server that outlived the process that started it', async () => {
  const running = await start();
  const again = await start();
  expect(again).toMatchObject({ adopted: true, url: running.url });
});

it('two starts at once share one server', async () => {
  await (await start()).stop();
  const [one, other] = await Promise.all([start(), start()]);
  expect(one?.url).toBe(other?.url);
});

it('starts after a kill -9 of the whole server', async () => {
  await start();
  process.kill(await serverPid(), 'SIGKILL');
  const server = await start();
  expect(server.adopted).toBe(false);
  expect(await kept(server.url)).toBe('블랙 / 270');
});

it('is not held up by a pid file whose number is another program’s now', async () => {
  await (await start()).stop();
  const stranger = spawn('sleep', ['60']);
  await writeFile(pidFile(), `${stranger.pid}\n${path.dirname(pidFile())}\n1\n5432\n\n`);
  const server = await start();
  expect(server.adopted).toBe(false);
  expect(stranger.exitCode).toBeNull();
  stranger.kill();
});

it('stops at once although a client is connected', async () => {
  const server = await start();
  const client = postgres(server.url, { max: 1, onclose: () => {} });
  await client`select 1`;
  const before = performance.now();
  await server.stop();
  expect(performance.now() - before).toBeLessThan(3_000);
  await client.end();
});

it('refuses a data directory of another major version and says the way out', async () => {
  await (await start()).stop();
  const versionFile = path.join(dataDir, 'postgres', 'PG_VERSION');
  const version = await readFile(versionFile, 'utf8');
  await writeFile(versionFile, '14\n');
  await expect(start()).rejects.toThrow(/made by PostgreSQL 14[\s\S]*npm run backup/);
  await writeFile(versionFile, version);
});

it('leaves nothing half made in the data directory', async () => {
  expect((await readdir(dataDir)).filter((name) => name.includes('half'))).toEqual([]);
});

async function keep(url: string, text: string): Promise<void> {
  const sql = postgres(url, { max: 1 });
  await sql`create table kept (text text)`;
  await sql`insert into kept values (${text})`;
  await sql.end();
}

async function kept(url: string): Promise<string> {
  const sql = postgres(url, { max: 1 });
  const [row] = await sql<{ text: string }[]>`select text from kept`;
  await sql.end();
  return row?.text ?? '';
}
