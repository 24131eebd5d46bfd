import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { hold, lift } from '../holds/hold';
import { lockShipments } from '../locks';
import { recordDecisions } from '../runs/runs';
import { touchRules } from '../runs/touches';
import { isCommitted } from '../stages';
import { homesOf, settleStrays } from './homes';
import { sendHome } from './move';
import { rebase } from './rebase';
import { refreshShipments } from './refresh';
import { judgeBundles } from './unfit-bundles';

export type Parted = {
  /** Bundles whose guests went home. */
  apart: number[];
  /** Have a number, or are with the courier's program: a person must look. */
  held: number[];
};

/** Guests may come home into a bundle, which is judged in its turn. */
const MOST_LOOKS = 5;

/**
 * Takes bundles among these parcels apart whose goods may not travel together any more; the next
 * bundling run looks again. What has a number or is with the courier's program is held until that is
 * taken away or a person lets it go. The caller holds the locks; the run is opened only when needed.
 */
export async function partUnfit(
  tx: Tx,
  ctx: Ctx,
  shipmentIds: readonly number[],
  runId: () => Promise<number>,
): Promise<Parted> {
  const parted: Parted = { apart: [], held: [] };
  let asked = shipmentIds;
  for (let look = 0; look < MOST_LOOKS && asked.length > 0; look++) {
    const judged = await judgeBundles(tx, ctx, asked);
    const fits = judged.filter((bundle) => !bundle.isUnfit);
    await lift(tx, ctx, fits.map(idOf), 'apart');
    const unfit = judged.filter((bundle) => bundle.isUnfit);
    const printed = unfit.filter((bundle) => isCommitted(bundle) && !bundle.isHeldApart).map(idOf);
    if (printed.length > 0) await holdApart(tx, ctx, printed, await runId());
    const apart = unfit.filter((bundle) => !isCommitted(bundle)).map(idOf);
    asked = apart.length > 0 ? await partBundles(tx, ctx, apart, await runId()) : [];
    parted.held.push(...printed);
    parted.apart.push(...apart);
  }
  return parted;
}

const idOf = ({ id }: { id: number }) => id;

async function holdApart(tx: Tx, ctx: Ctx, shipmentIds: number[], runId: number) {
  await hold(tx, ctx, shipmentIds, 'apart');
  const rule = touchRules.heldApart;
  const decisions = shipmentIds.map((shipmentId) => ({ shipmentId, rule, values: [] }));
  await recordDecisions(tx, ctx, runId, decisions);
}

/** All guests go home, with what is reserved for them and what holds them. Returns those touched. */
export async function partBundles(
  tx: Tx,
  ctx: Ctx,
  bundleIds: readonly number[],
  runId: number,
): Promise<number[]> {
  const ids = [...bundleIds];
  if (ids.length === 0) return [];
  await lockShipments(tx, ctx, await homesOf(tx, ctx, ids));
  await settleStrays(tx, ctx, ids);
  await refreshShipments(tx, ctx, ids);
  await lift(tx, ctx, ids, 'apart');
  const guests = await rows<{ id: number }>(
    tx,
    sql`
    select id from shipment_lines
    where mall_id = ${ctx.mallId} and shipment_id = any(${sql.param(ids)}::bigint[])
      and home_shipment_id <> shipment_id
    order by id`,
  );
  const touched = await sendHome(tx, ctx, guests.map(idOf), runId);
  await rebase(tx, ctx, ids);
  const rule = touchRules.cameApart;
  const decisions = touched.map((shipmentId) => ({ shipmentId, rule, values: [] }));
  await recordDecisions(tx, ctx, runId, decisions);
  return touched;
}
