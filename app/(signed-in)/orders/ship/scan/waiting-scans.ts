import { z } from 'zod';

const schema = z.object({
  scanId: z.string(),
  waybillNo: z.string(),
  scannedAt: z.string(),
  place: z.number(),
});

/** A scan that the server has not answered yet. */
export type WaitingScan = z.output<typeof schema>;

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/**
 * Scans of one mall that the server has not answered, kept in the browser: they outlive a reload, a
 * closed tab and a server that is away. Each has a key of its own, so that keeping one costs the
 * same however many wait.
 */
export function waitingScans(store: Store, mallId: number) {
  const prefix = `moa.scan.${mallId}.`;
  return {
    keep: (scan: WaitingScan) => store.setItem(prefix + scan.scanId, JSON.stringify(scan)),
    drop: (scanId: string) => store.removeItem(prefix + scanId),
    /** Those that an earlier page left behind, the oldest first. */
    all: (): WaitingScan[] => {
      const keys = Array.from({ length: store.length }, (_, index) => store.key(index));
      return keys
        .filter((key) => key?.startsWith(prefix))
        .flatMap((key) => read(store.getItem(key ?? '')))
        .sort((one, other) => one.place - other.place);
    },
  };
}

function read(text: string | null): WaitingScan[] {
  try {
    const scan = schema.safeParse(JSON.parse(text ?? ''));
    return scan.success ? [scan.data] : [];
  } catch {
    return [];
  }
}
