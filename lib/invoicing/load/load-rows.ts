import { type SQL, sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { sentBySuppliers } from '@/lib/shipments/lists/senders';
import { invoiceRules, REFUSED } from '../reasons';
import type {
  orderStates,
  printStates,
  regionChoices,
  sizeChoices,
  waybillStates,
} from './load-choices';
import { readRangeBox } from './range-box';

/** 주문상태, 송장상태 and 출력상태 above the list: each narrows a load, none renumbers it. */
export type LoadFilter = {
  state: (typeof orderStates)[number];
  waybill: (typeof waybillStates)[number];
  printed: (typeof printStates)[number];
  /** The contract chosen or proposed: its id, `none` where there is none. */
  account: string;
  region: (typeof regionChoices)[number];
  size: (typeof sizeChoices)[number];
  /** 차수: its id, `none` for what is in no wave. */
  wave: string;
};

/** Nothing narrowed. */
export const everyRow: LoadFilter = {
  state: 'all',
  waybill: 'all',
  printed: 'all',
  account: 'all',
  region: 'all',
  size: 'all',
  wave: 'all',
};

/** Rows of a load as a person names them: by the range box, else all that pass the filters. */
export type LoadSelection = { loadId: number; box: string; filter: LoadFilter };

export type LoadRow = {
  rowNo: number;
  shipmentId: number;
  /** The contract chosen for it by a person, else the one that the rules propose. */
  accountId: number | null;
};

/** The rows meant by a selection, by 연번. What the box names is meant whatever the filters hide. */
export async function selectedRows(
  tx: Tx,
  ctx: Ctx,
  { loadId, box, filter }: LoadSelection,
): Promise<LoadRow[]> {
  const numbers = numbersOf(box, await rowCountOf(tx, ctx, loadId));
  const narrowed =
    numbers.length > 0 ? sql`row.row_no = any(${sql.param(numbers)}::int[])` : passing(filter);
  return rows<LoadRow>(
    tx,
    sql`
    select row.row_no as "rowNo", row.shipment_id as "shipmentId", ${accountOf} as "accountId"
    from invoice_load_rows row
    join shipments shipment
      on shipment.mall_id = ${ctx.mallId} and shipment.id = row.shipment_id
    where row.mall_id = ${ctx.mallId} and row.load_id = ${loadId} and ${narrowed}
    order by row.row_no`,
  );
}

/**
 * Of these parcels of a load, those that a supplier sends whole: no number, sheet or list of ours is
 * to hold them, unless they were numbered here, or by our courier's program, or the load was made of
 * what suppliers send, to do so.
 */
export async function leftToSuppliers(
  tx: Tx,
  ctx: Ctx,
  loadId: number,
  shipmentIds: readonly number[],
): Promise<Set<number>> {
  const { sender } = await oneRow<{ sender: string | null }>(
    tx,
    sql`
    select conditions->>'sender' as sender from invoice_loads
    where mall_id = ${ctx.mallId} and id = ${loadId}`,
  );
  if (sender === 'suppliers') return new Set();
  const theirs = await sentBySuppliers(tx, ctx, shipmentIds);
  const own = await rows<{ id: number }>(
    tx,
    sql`
    select shipment_id as id from waybills
    where mall_id = ${ctx.mallId} and state = 'issued'
      and shipment_id = any(${sql.param([...theirs])}::bigint[])
      and (source in ('range', 'list', 'api') or source = 'sheet' and ${answersOurCourier(ctx)})`,
  );
  for (const { id } of own) theirs.delete(id);
  return theirs;
}

/** Of a number from a sheet: its parcel was with the courier's program, and not with its supplier. */
const answersOurCourier = (ctx: Ctx) => sql`exists (
  select from run_decisions decision
  join exports asked on asked.mall_id = ${ctx.mallId} and asked.id = decision.before[1]
    and asked.purpose = 'waybills'
  where decision.mall_id = ${ctx.mallId} and decision.run_id = waybills.run_id
    and decision.shipment_id = waybills.shipment_id and decision.rule = ${invoiceRules.fromSheet})`;

/** Their shipments; there must be some. */
export async function selectedIds(tx: Tx, ctx: Ctx, selection: LoadSelection): Promise<number[]> {
  const selected = await selectedRows(tx, ctx, selection);
  if (selected.length === 0) throw new ExpectedError('invoice.errors.nothingSelected');
  return selected.map((row) => row.shipmentId);
}

/** Which rows, joined with their shipments, the filters let through. */
export function passing(filter: LoadFilter): SQL {
  const { state, waybill, printed, account, region, size, wave } = filter;
  const parts = [byState[state], byWaybill[waybill], byPrint[printed], byRegion[region]];
  if (size !== 'all') parts.push(sql`row.size_kind = ${size}`);
  return sql.join([...parts, byAccount(account), byWave(wave)], sql` and `);
}

/** What a person chose wins over what the rules proposed when the rows were loaded. */
export const accountOf = sql`coalesce(shipment.chosen_account_id, row.account_id)`;

/** Of a parcel with a number, its courier counts and no longer what was proposed. */
function byAccount(account: string): SQL {
  if (account === 'none') return sql`(shipment.waybill_no is null and ${accountOf} is null)`;
  const accountId = idIn(account);
  if (accountId === 0) return everyOne;
  return sql`case when shipment.waybill_no is null then ${accountOf} = ${accountId}
    else shipment.courier = (select courier from courier_accounts account
      where account.mall_id = shipment.mall_id and account.id = ${accountId}) end`;
}

const everyOne = sql`true`;
/** Its last try was refused, and a hold that was the reason still stands; a request only waits. */
const refused = sql`(shipment.stage = 'allocated' and shipment.why is not null
  and shipment.why between ${REFUSED.from} and ${REFUSED.to}
  and not (shipment.why = ${invoiceRules.held} and shipment.hold_kinds = '{}')
  and shipment.why <> ${invoiceRules.requested})`;

/** Each shipment has exactly one 송장상태. */
export const waybillStateOf = sql`
  case when shipment.waybill_no is not null then 'issued' when ${refused} then 'error' else 'none' end`;

const byState: Record<LoadFilter['state'], SQL> = {
  all: everyOne,
  allocated: sql`shipment.stage = 'allocated'`,
  invoiced: sql`shipment.stage = 'invoiced'`,
  shipped: sql`shipment.stage in ('shipped', 'delivered')`,
  held: sql`shipment.hold_kinds <> '{}'`,
  requested: sql`shipment.requested_export_id is not null`,
};

const byWaybill: Record<LoadFilter['waybill'], SQL> = {
  all: everyOne,
  none: sql`(shipment.waybill_no is null and not ${refused})`,
  issued: sql`shipment.waybill_no is not null`,
  error: sql`(shipment.waybill_no is null and ${refused})`,
};

const byPrint: Record<LoadFilter['printed'], SQL> = {
  all: everyOne,
  no: sql`shipment.printed_count = 0`,
  yes: sql`shipment.printed_count > 0`,
};

function byWave(wave: string): SQL {
  if (wave === 'none') return sql`shipment.wave_id is null`;
  const waveId = idIn(wave);
  return waveId === 0 ? everyOne : sql`shipment.wave_id = ${waveId}`;
}

const idIn = (text: string) => Number(/^\d{1,15}$/.exec(text)?.[0] ?? 0);

const byRegion: Record<LoadFilter['region'], SQL> = {
  all: everyOne,
  remote: sql`row.region is not null`,
  jeju: sql`row.region = 'jeju'`,
  island: sql`row.region = 'island'`,
  mainland: sql`row.region is null`,
};

function numbersOf(box: string, last: number): number[] {
  const read = readRangeBox(box, last);
  if ('wrong' in read)
    throw new ExpectedError('invoice.errors.wrongRange', { part: read.wrong, last });
  return read.numbers;
}

async function rowCountOf(tx: Tx, ctx: Ctx, loadId: number): Promise<number> {
  const [load] = await rows<{ rowCount: number }>(
    tx,
    sql`
    select row_count as "rowCount" from invoice_loads
    where mall_id = ${ctx.mallId} and id = ${loadId}`,
  );
  if (!load) throw new ExpectedError('invoice.errors.loadGone');
  return load.rowCount;
}
