import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { lastLines, openLog } from '@/db/embedded/log-file';
import { root } from './root';
import { endGroup, type Running } from './running';

/** A Node program of this checkout. It prints into `<logsDir>/<name>.log`, or shows it. */
export type Program = {
  name: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  logsDir: string;
  show: boolean;
  /** Otherwise it ends when we do, even when we are killed. */
  outlivesUs?: true;
  onSpawn?: (pid: number) => Promise<void>;
};

const pollMs = 50;
const patienceMs = 60_000;
const preload = pathToFileURL(path.join(root, 'scripts/supervisor/exit-with-parent.mjs')).href;

/** Starts a program and waits until it is ready; ends it again when that does not happen. */
export async function startProgram(
  program: Program,
  isReady: () => Promise<boolean>,
  signal: AbortSignal,
): Promise<Running> {
  const running = await spawnProgram(program);
  try {
    const ready = untilReady(isReady, signal).then(() => null);
    const reason = await Promise.race([running.ended, ready]);
    if (reason !== null) throw await failure(program, reason);
    return running;
  } catch (error) {
    await running.stop();
    throw error;
  }
}

/** Runs a program once; throws with what it printed last when it fails. */
export async function runProgram(program: Program, signal: AbortSignal): Promise<void> {
  const running = await spawnProgram(program);
  const stop = () => void running.stop();
  signal.addEventListener('abort', stop);
  const reason = await running.ended;
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  if (reason !== 'code 0') throw await failure(program, reason);
}

/** In a process group of its own: a Ctrl-C reaches the supervisor alone, which stops it in turn. */
async function spawnProgram(program: Program): Promise<Running> {
  const log = await openLog(logFile(program));
  const child = spawn(process.execPath, argumentsOf(program), {
    cwd: root,
    detached: true,
    env: program.outlivesUs ? program.env : { ...program.env, MOA_EXIT_WITH_PARENT: '1' },
    stdio: channelsOf(program, log.fd),
  });
  const ended = endOf(child);
  ended.catch(() => {}); // a program that cannot be spawned is told of by the next line
  await once(child, 'spawn').finally(() => log.close());
  if (program.outlivesUs) child.unref();
  const { pid } = child;
  if (pid === undefined) throw new Error(`${program.name} has no process id.`);
  await program.onSpawn?.(pid).catch(async (error) => {
    await endGroup(pid);
    throw error;
  });
  return { pid, ended, stop: () => endGroup(pid) };
}

function argumentsOf({ args, outlivesUs }: Program): string[] {
  return outlivesUs ? args : ['--import', preload, ...args];
}

function channelsOf({ show, outlivesUs }: Program, log: number): StdioOptions {
  const output = show ? 'inherit' : log;
  return [outlivesUs ? 'ignore' : 'pipe', output, output];
}

async function endOf(child: ChildProcess): Promise<string> {
  const [code, killedBy] = await once(child, 'exit');
  return killedBy ?? `code ${code}`;
}

async function untilReady(isReady: () => Promise<boolean>, signal: AbortSignal): Promise<void> {
  const until = performance.now() + patienceMs;
  while (!(await isReady())) {
    if (performance.now() > until) throw new Error('It does not answer.');
    await sleep(pollMs, undefined, { signal });
  }
}

async function failure(program: Program, reason: string): Promise<Error> {
  const file = logFile(program);
  const words = program.show ? '' : ` Its last words (${file}):\n${await lastLines(file, 30)}`;
  return new Error(`${program.name} failed (${reason}).${words}`);
}

function logFile({ logsDir, name }: Program): string {
  return path.join(logsDir, `${name}.log`);
}
