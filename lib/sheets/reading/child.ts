/** The process that parses one uploaded file: a file made to hurt the parser ends this process only. */

import { lettersOf, SheetError, type SheetRow } from '../sheet';
import type { MessageFromChild, MessageToChild, SheetPart } from './child-messages';
import { type OpenedSheet, openSheet } from './read-sheet';

let parts: AsyncIterator<SheetPart>;

process.on('message', async (message: MessageToChild) => {
  process.send?.(await answerTo(message));
});
process.on('disconnect', () => process.exit());

async function answerTo(message: MessageToChild): Promise<MessageFromChild> {
  try {
    if (message.kind === 'parse') parts = partsOf(await openSheet(message.source, message.options));
    const next = await parts.next();
    return next.done ? { kind: 'end' } : next.value;
  } catch (error) {
    if (error instanceof SheetError) return { kind: 'refused', reason: error.kind };
    return { kind: 'failed', stack: error instanceof Error ? String(error.stack) : String(error) };
  }
}

const rowsPerPart = 1_000;
/** 4 MB of Korean: the caller's memory holds a part or two beside what it keeps. */
const lettersPerPart = 2_000_000;

async function* partsOf({ rows: allRows, ...head }: OpenedSheet): AsyncGenerator<SheetPart> {
  yield { kind: 'head', ...head };
  let rows: SheetRow[] = [];
  let letters = 0;
  for await (const row of allRows) {
    letters += lettersOf(row);
    if (rows.push(row) < rowsPerPart && letters < lettersPerPart) continue;
    yield { kind: 'rows', rows };
    rows = [];
    letters = 0;
  }
  if (rows.length > 0) yield { kind: 'rows', rows };
}
