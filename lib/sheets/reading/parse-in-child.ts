import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type ReadSheetOptions, SheetError, type SheetRows } from '../sheet';
import type { MessageFromChild, MessageToChild, SheetPart } from './child-messages';

/** `timeoutMs` is for each part, and the first one takes the whole parsing; memory is the heap's. */
export type ParseLimits = { timeoutMs: number; memoryMb: number };

/**
 * Reads a sheet in a process of its own, one part ahead of the caller; its bytes may be fetched while
 * that process starts. Throws SheetError; leaving the loop early ends the process.
 */
export async function* parseInChild(
  source: Uint8Array | (() => Promise<Uint8Array>),
  options: ReadSheetOptions,
  { timeoutMs, memoryMb }: ParseLimits,
): AsyncGenerator<SheetPart> {
  const child = startChild(memoryMb);
  const askFor = (message: MessageToChild) => {
    const answer = ask(child, message, timeoutMs);
    // Its error is thrown when its turn comes, or is of no interest any more.
    answer.catch(() => {});
    return answer;
  };
  try {
    const bytes = typeof source === 'function' ? await source() : source;
    let next = askFor({ kind: 'parse', source: bytes, options });
    while (true) {
      const answer = await next;
      if (answer.kind === 'end') return;
      if (answer.kind === 'refused') throw new SheetError(answer.reason);
      if (answer.kind === 'failed') throw new Error(`the sheet parser failed: ${answer.stack}`);
      // It parses on while the caller works on this part.
      next = askFor({ kind: 'more' });
      yield answer;
    }
  } finally {
    child.kill('SIGKILL');
  }
}

/** All parts as one value, for callers that need every row at once. */
export async function collectSheet(parts: AsyncIterable<SheetPart>): Promise<SheetRows> {
  const sheet: SheetRows = {
    sheetName: '',
    headerRowNo: 0,
    headers: [],
    unreadSheets: [],
    rows: [],
  };
  for await (const part of parts) {
    if (part.kind === 'rows') {
      sheet.rows.push(...part.rows);
      continue;
    }
    const { kind, ...head } = part;
    Object.assign(sheet, head);
  }
  return sheet;
}

/** No environment of ours: a file that takes the parser over finds no secret in it. */
function startChild(memoryMb: number): ChildProcess {
  const bundled = process.env.MOA_PROGRAMS;
  const [program, ...loader] = bundled
    ? [path.join(bundled, 'sheet-parser.js')]
    : [fileURLToPath(new URL('./child.ts', import.meta.url)), '--import', tsx()];
  return fork(program, {
    execArgv: [...loader, `--max-old-space-size=${memoryMb}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: { NODE_ENV: 'production' },
  });
}

function tsx(): string {
  return pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
}

async function ask(
  child: ChildProcess,
  message: MessageToChild,
  timeoutMs: number,
): Promise<MessageFromChild> {
  const listening = new AbortController();
  const { signal } = listening;
  try {
    if (hasEnded(child)) throw deathOf(child);
    child.send(message, () => {});
    return await Promise.race([
      once(child, 'message', { signal }).then(([answer]) => answer as MessageFromChild),
      once(child, 'exit', { signal }).then(() => Promise.reject(deathOf(child))),
      setTimeout(timeoutMs, null, { signal }).then(() =>
        Promise.reject(new SheetError('tookTooLong')),
      ),
    ]);
  } finally {
    listening.abort();
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** V8 aborts when its heap is full, and the system kills whom it finds too big. */
function deathOf({ exitCode, signalCode }: ChildProcess): Error {
  const outOfMemory = signalCode === 'SIGABRT' || signalCode === 'SIGKILL' || exitCode === 134;
  if (outOfMemory) return new SheetError('tookTooMuchMemory');
  return new Error(`the sheet parser ended with ${signalCode ?? exitCode}`);
}
