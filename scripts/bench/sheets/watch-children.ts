import { readFileSync } from 'node:fs';

const EVERY_MS = 50;

/** The most memory that a child of this process has had; 0 where the system does not tell. */
export function watchChildren() {
  let peakKb = 0;
  const timer = setInterval(() => {
    for (const pid of childrenOf(process.pid)) peakKb = Math.max(peakKb, peakOf(pid));
  }, EVERY_MS);
  return { peakMb: () => Math.round(peakKb / 1024), stop: () => clearInterval(timer) };
}

function childrenOf(pid: number): string[] {
  return read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean);
}

function peakOf(pid: string): number {
  const [, kilobytes] = /^VmHWM:\s*(\d+) kB/m.exec(read(`/proc/${pid}/status`)) ?? [];
  return Number(kilobytes ?? 0);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
