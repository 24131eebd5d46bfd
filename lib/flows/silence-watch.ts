import { tellSilencesEverywhere } from './collect-everywhere';

const EVERY_MS = 60_000;

/** Looks every minute whether collecting stands still. Returns how to end it. */
export function startSilenceWatch(clock: () => Date): () => void {
  const look = () => tellSilencesEverywhere(clock()).catch(report);
  const timer = setInterval(look, EVERY_MS);
  return () => clearInterval(timer);
}

function report(error: unknown): void {
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${new Date().toISOString()} watch over collecting: ${words}\n`);
}
