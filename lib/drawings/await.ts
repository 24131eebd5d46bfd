import { setTimeout } from 'node:timers/promises';
import type { Ctx } from '@/lib/context';
import { type Drawing, findDrawing } from './screen';

const LOOK_EVERY_MS = 40;
/** Woken at once: who has not begun by now has other work, or stands still. */
const UNTIL_BEGUN_MS = 300;
const UNTIL_DONE_MS = 6_000;

/**
 * Waits while a drawing is likely to be done soon, so that most files open without a page between.
 * Then, or when nobody takes it, it comes back as it stands.
 */
export async function awaitDrawing(
  ctx: Ctx & { userId: number },
  drawingId: number,
): Promise<Drawing> {
  const start = performance.now();
  for (;;) {
    const drawing = await findDrawing(ctx, drawingId);
    const waited = performance.now() - start;
    const limit = drawing.state === 'queued' ? UNTIL_BEGUN_MS : UNTIL_DONE_MS;
    const isOver = drawing.state === 'done' || drawing.state === 'failed';
    if (isOver || waited > limit) return drawing;
    await setTimeout(LOOK_EVERY_MS);
  }
}
