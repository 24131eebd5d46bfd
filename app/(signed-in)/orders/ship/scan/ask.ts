import type { LookVerdict, ParcelItem, ScanResult } from '@/lib/shipping/scanning/scan';
import type { WaitingScan } from './waiting-scans';

export type Looked = ScanResult<LookVerdict> & { items: ParcelItem[] };

/** `away`: nobody answered, or not in time. `refused`: somebody who scans has to do something first. */
export type Reply<Value> =
  | { kind: 'told'; value: Value }
  | { kind: 'away'; isServerFault: boolean }
  | { kind: 'refused'; message: string };

const PATIENCE_MS = 4_000;

export function askToShip(mallId: number, { scanId, waybillNo, scannedAt }: WaitingScan) {
  return ask<ScanResult>(mallId, { kind: 'ship', scanId, waybillNo, scannedAt });
}

export function askToLook(mallId: number, waybillNo: string) {
  return ask<Looked>(mallId, { kind: 'look', waybillNo });
}

/** Whatever comes of it: the next reading follows soon, and a push reads once more. */
export async function askForClaims(mallId: number): Promise<void> {
  await ask(mallId, { kind: 'claims' });
}

async function ask<Value>(mallId: number, body: Record<string, string>): Promise<Reply<Value>> {
  try {
    const answer = await fetch('/api/scans', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-moa-mall': String(mallId) },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (answer.ok) return { kind: 'told', value: (await answer.json()) as Value };
    if (answer.status >= 500 || answer.status === 429) return { kind: 'away', isServerFault: true };
    const refusal = (await answer.json()) as { message?: string };
    return { kind: 'refused', message: refusal.message ?? '' };
  } catch {
    return { kind: 'away', isServerFault: false };
  }
}
