import { schedule } from 'node-cron';
import { env } from '@/lib/env';
import { collectEverywhere } from './collect-everywhere';

/** The built-in timer of a self-hosted process: every ten minutes, the same as the cron route. */
export async function startTimer(clock: () => Date): Promise<void> {
  if (!env().cron) return;
  const tick = () => collectEverywhere(clock()).then(() => {}, report);
  schedule('*/10 * * * *', tick, { name: 'collect', noOverlap: true });
}

function report(error: unknown): void {
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${new Date().toISOString()} collection timer: ${words}\n`);
}
