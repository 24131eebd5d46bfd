import { type JournalEntry, writeJournal } from '../store/journal';
import { lockUnits, saveUnits, type Unit } from '../store/units';
import { type Cafe24Call, refuse } from './call';
import { type Cafe24Order, changedUnit } from './order';

export interface Fault {
  readonly status: number;
  readonly message: string;
}

export interface Applied {
  readonly order: Cafe24Order;
  /** What the answer says of it. */
  readonly made: object;
  readonly journaled: JournalEntry | null;
}

interface OrderRequest {
  readonly order_id: string;
  readonly order_item_code?: readonly string[] | undefined;
}

/** What stands in the list of a bulk answer: what was made of one request, or why not. */
type BulkEntry = { readonly made: object } | ({ readonly named: object } & Fault);

/** Applies requests in turn, each to its locked order as the requests before it left it. */
export function applyToOrders<Request extends OrderRequest>(
  call: Cafe24Call,
  requests: readonly Request[],
  plan: (order: Cafe24Order, request: Request) => Applied | Fault,
): Promise<BulkEntry[]> {
  return call.practice.sql.begin(async (tx) => {
    const orderIds = requests.map(({ order_id }) => order_id);
    const units = await lockUnits<Cafe24Order>(tx, call.shop.key, orderIds);
    const unitOf = new Map(units.map((unit) => [unit.unitNo, unit]));
    const changed = new Map<string, Unit<Cafe24Order>>();
    const journaled: JournalEntry[] = [];
    const entries = requests.map((request, index): BulkEntry => {
      const unit = changed.get(request.order_id) ?? unitOf.get(request.order_id);
      const applied = isStruck(call, index)
        ? struck
        : unit
          ? plan(unit.document, request)
          : missing;
      if (!unit || !('order' in applied)) return { named: named(request), ...missing, ...applied };
      changed.set(unit.unitNo, { ...unit, document: applied.order });
      if (applied.journaled) journaled.push(applied.journaled);
      return { made: applied.made };
    });
    await saveUnits(tx, [...changed.values()].map(changedUnit));
    await writeJournal(tx, call.shop, call.now, journaled);
    return entries;
  });
}

/** The outcome of a call for one order. */
export function only([entry]: readonly BulkEntry[]): object {
  if (entry && 'made' in entry) return entry.made;
  return refuse(entry?.status ?? missing.status, entry?.message ?? missing.message);
}

/** 207 as soon as one request of the bulk fared differently. */
export function bulkAnswer(name: string, entries: readonly BulkEntry[], success: number) {
  const isWhole = entries.every((entry) => 'made' in entry);
  const list = entries.map((entry) =>
    'made' in entry ? entry.made : { ...entry.named, status: entry.status, message: entry.message },
  );
  return { status: isWhole ? success : 207, body: { [name]: list } };
}

const missing: Fault = { status: 404, message: 'The order does not exist.' };
const struck: Fault = { status: 500, message: 'Internal Server Error' };

/** Every other request fails of a bulk that is to go through in part. */
function isStruck({ fault }: Cafe24Call, index: number): boolean {
  return fault === 'partialFailure' && index % 2 === 0;
}

function named({ order_id, order_item_code }: OrderRequest): object {
  return { shop_no: 1, order_id, order_item_code };
}
