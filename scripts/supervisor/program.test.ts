import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { diesWithin, isAlive } from '@/db/embedded/process';
import { type Program, runProgram, startProgram } from './program';
import { root } from './root';
import { keepRunning, pauseAfter } from './running';

let logsDir: string;
const never = new AbortController().signal;
const atOnce = async () => true;
const program = (code: string): Program => ({
  name: 'program',
  args: ['--eval', code],
  env: process.env,
  logsDir,
  show: false,
});

beforeAll(async () => {
  logsDir = await mkdtemp(path.join(tmpdir(), 'moa-program-test-'));
});

afterAll(() => rm(logsDir, { recursive: true }));

it('a child ends when its parent is killed', async () => {
  const fixture = path.join(root, 'scripts/supervisor/fixtures/parent.ts');
  const parent = spawn(process.execPath, ['--import', 'tsx', fixture, logsDir], { cwd: root });
  const [said] = await once(parent.stdout, 'data');
  const pid = Number(said);
  expect(isAlive(pid)).toBe(true);
  parent.kill('SIGKILL');
  expect(await diesWithin(pid, 4_000)).toBe(true);
});

it('what a program printed goes to its log, and into the error when it fails', async () => {
  const failing = runProgram(program('console.log("한글 도 됩니다"); process.exit(3)'), never);
  await expect(failing).rejects.toThrow(/program failed \(code 3\)[\s\S]*한글 도 됩니다/);
  expect(await readFile(path.join(logsDir, 'program.log'), 'utf8')).toContain('한글 도 됩니다');
});

it('a program that never gets ready is ended when the start is given up', async () => {
  const given = new AbortController();
  let pid = 0;
  const onSpawn = async (spawned: number) => {
    pid = spawned;
    setTimeout(() => given.abort(), 100);
  };
  const lasting = { ...program('setInterval(() => {}, 1000)'), onSpawn };
  await expect(startProgram(lasting, async () => false, given.signal)).rejects.toThrow('aborted');
  expect(isAlive(pid)).toBe(false);
});

it('a program whose start cannot be recorded is ended', async () => {
  let pid = 0;
  const onSpawn = async (spawned: number) => {
    pid = spawned;
    throw new Error('no space left');
  };
  const lasting = { ...program('setInterval(() => {}, 1000)'), onSpawn };
  await expect(startProgram(lasting, atOnce, never)).rejects.toThrow('no space left');
  expect(isAlive(pid)).toBe(false);
});

it('a program that cannot be spawned says so once', async () => {
  const unhandled = vi.fn();
  process.on('unhandledRejection', unhandled);
  const spawned = vi.spyOn(process, 'execPath', 'get').mockReturnValue('/nowhere/node');
  await expect(startProgram(program(''), atOnce, never)).rejects.toThrow('ENOENT');
  await sleep(20);
  spawned.mockRestore();
  process.off('unhandledRejection', unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});

it('a program that is stopped takes what it has started with it', async () => {
  const running = await startProgram(
    program(`
      const child = require('child_process').spawn('sleep', ['60']);
      process.on('SIGTERM', () => process.exit(0));
      console.log('child', child.pid);`),
    async () => (await readFile(path.join(logsDir, 'program.log'), 'utf8')).includes('child'),
    never,
  );
  const log = await readFile(path.join(logsDir, 'program.log'), 'utf8');
  const child = Number(/child (\d+)/.exec(log)?.[1]);
  expect(isAlive(child)).toBe(true);
  await running.stop();
  expect(await diesWithin(child, 1_000)).toBe(true);
});

it('a program that ends is started again, until it is stopped', async () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  let pid = 0;
  let starts = 0;
  const start = async (signal: AbortSignal) => {
    const running = await startProgram(program('setInterval(() => {}, 1000)'), atOnce, signal);
    pid = running.pid;
    starts++;
    return running;
  };
  const kept = await keepRunning('program', start, never);
  process.kill(pid, 'SIGKILL');
  await vi.waitFor(() => expect(starts).toBe(2), 3_000);
  expect(said).toHaveBeenCalledWith('program ended (SIGKILL) and is started again.\n');
  await kept.stop();
  await sleep(600);
  expect({ starts, alive: isAlive(pid) }).toEqual({ starts: 2, alive: false });
  said.mockRestore();
});

it('waits longer each time before starting again, but never long', () => {
  expect([1, 2, 3, 20].map(pauseAfter)).toEqual([500, 1_000, 2_000, 30_000]);
});
