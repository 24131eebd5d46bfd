import {
  ChannelBusyError,
  ChannelError,
  ChannelRefusedError,
  ChannelUnavailableError,
} from './errors';
import type { UnitResult } from './unit';

/**
 * Sends batch after batch and answers for every unit, in the order given. A refused batch is sent
 * again unit by unit, so that one bad unit spoils no other; after a busy, silent or locked
 * marketplace the rest is not sent at all.
 */
export async function writeInTurn<Unit extends { unitNo: string }>(
  batches: Unit[][],
  write: (batch: Unit[]) => Promise<UnitResult[]>,
): Promise<UnitResult[]> {
  const results: UnitResult[] = [];
  const waiting = [...batches];
  for (let batch = waiting.shift(); batch; batch = waiting.shift()) {
    try {
      results.push(...(await write(batch)));
    } catch (error) {
      if (!(error instanceof ChannelError)) throw error;
      if (isAboutTheRequest(error) && batch.length > 1) {
        waiting.unshift(...batch.map((unit) => [unit]));
        continue;
      }
      results.push(...batch.map(({ unitNo }) => ({ unitNo, ...outcomeOf(error) })));
      if (!isAboutTheRequest(error)) results.push(...waiting.splice(0).flat().map(notSent(error)));
    }
  }
  return results;
}

/** The same with a call for each unit. */
export function oneByOne<Unit extends { unitNo: string }>(
  units: Unit[],
  write: (unit: Unit) => UnitResult | Promise<UnitResult>,
): Promise<UnitResult[]> {
  const batches = units.map((unit) => [unit]);
  return writeInTurn(batches, (batch) => Promise.all(batch.map(async (unit) => write(unit))));
}

/** What a failed writing call means for what it carried. */
export function outcomeOf(error: ChannelError): Omit<UnitResult, 'unitNo'> {
  const message = error.message;
  if (error instanceof ChannelBusyError) {
    return { outcome: 'retry', code: 'busy', message, retryAfterMs: error.retryAfterMs };
  }
  if (error instanceof ChannelRefusedError) {
    return error.reason === 'credential'
      ? { outcome: 'retry', code: 'refused', message }
      : { outcome: 'rejected', code: error.code, message };
  }
  const nothingSent = error instanceof ChannelUnavailableError && !error.mayHaveArrived;
  return { outcome: nothingSent ? 'retry' : 'unknown', code: error.kind, message };
}

export type Fault = 'unit' | 'lines' | 'courier' | 'waybill';

/** A unit that we refuse to send for what is missing in it: a result like any other, without a call. */
export function unsendable(unitNo: string, fault: Fault): UnitResult {
  return {
    unitNo,
    outcome: 'rejected',
    code: `unsendable.${fault}`,
    message: `no usable ${fault}`,
  };
}

/** Neighbours that may go in one call, at most `size` of them; the order stays. */
export function batchesOf<Unit>(
  units: Unit[],
  size: number,
  mayGoTogether: (a: Unit, b: Unit) => boolean = () => true,
): Unit[][] {
  const batches: Unit[][] = [];
  for (const unit of units) {
    const last = batches.at(-1);
    const first = last?.[0];
    if (last && first && last.length < size && mayGoTogether(first, unit)) last.push(unit);
    else batches.push([unit]);
  }
  return batches;
}

function isAboutTheRequest(error: ChannelError): boolean {
  return error instanceof ChannelRefusedError && error.reason === 'request';
}

/** Nothing of this unit was sent, because of what went wrong before. */
export function notSent(cause: ChannelError) {
  const wait = cause instanceof ChannelBusyError ? { retryAfterMs: cause.retryAfterMs } : {};
  return ({ unitNo }: { unitNo: string }): UnitResult => ({
    unitNo,
    outcome: 'retry',
    code: 'unsent',
    message: `not sent: ${cause.message}`,
    ...wait,
  });
}
