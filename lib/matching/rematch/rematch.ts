import { sql } from 'drizzle-orm';
import { unnested } from '@/db/bulk';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { grouped } from '@/lib/grouped';
import { hold } from '@/lib/shipments/holds/hold';
import { type LockedShipment, lockLinesOf } from '@/lib/shipments/locks';
import { settleStrays } from '@/lib/shipments/parcels/homes';
import { lockWithHomes } from '@/lib/shipments/parcels/parcels';
import { partBundles, partUnfit } from '@/lib/shipments/parcels/part-bundles';
import { refreshShipments } from '@/lib/shipments/parcels/refresh';
import {
  bigintArray,
  type Decision,
  recordDecisions,
  writeReasons,
} from '@/lib/shipments/runs/runs';
import { setAllocation } from '@/lib/shipments/stock';
import { answeredBy, type JudgedAnswer } from '../answers';
import { judgeAnswers } from '../judge';
import { matchDecisions } from '../reasons';
import { writeMatches } from '../write';
import type { AffectedLine } from './affected';
import { planRematch, type RematchPlan, writeBefore } from './rematch-plan';

export type Rematched = {
  /** Lines that waited and are matched now, and the shipments they stand in. */
  lines: number;
  shipments: number;
  /** Lines that mean something else now. */
  rematched: number;
  givenBack: number;
  /** Shipments with a waybill: a person must look first. */
  held: number;
};

/**
 * Gives open lines the meaning that was decided for them: those that wait are matched, others give
 * back their stock and mean something else, and what has a waybill is held. A bundle comes apart
 * whose goods may not travel together now, or of which a line waits again. `find` is asked again under
 * the locks.
 */
export async function rematchLines(
  tx: Tx,
  ctx: Ctx,
  runId: number,
  find: () => Promise<AffectedLine[]>,
): Promise<Rematched> {
  const { shipments, affected } = await lockAffected(tx, ctx, find);
  const plan = planRematch(affected, shipments);
  const matched = await writeMatches(
    tx,
    ctx,
    runId,
    answeredBy(ctx, await judged(tx, ctx, plan.matched)),
  );
  if (plan.cancelled.length > 0)
    await writeMeanings(tx, ctx, null, await judged(tx, ctx, plan.cancelled));
  await changeLines(tx, ctx, runId, plan);
  await partUnfit(tx, ctx, shipmentsOf(plan.matched), async () => runId);
  await holdParcels(tx, ctx, runId, plan);
  return {
    lines: matched.lines,
    shipments: matched.shipments,
    rematched: plan.changed.length,
    givenBack: plan.givenBackQty,
    held: plan.held.size,
  };
}

type Locked = { shipments: Map<number, LockedShipment>; affected: AffectedLine[] };

/** The shipments in which they stand, and the homes that a bundle among them may send lines to. */
async function lockAffected(
  tx: Tx,
  ctx: Ctx,
  find: () => Promise<AffectedLine[]>,
): Promise<Locked> {
  let affected: AffectedLine[] = [];
  const shipments = await lockWithHomes(tx, ctx, async () => {
    affected = await find();
    return shipmentsOf(affected);
  });
  const ids = [...shipments.keys()];
  await settleStrays(tx, ctx, ids);
  await lockLinesOf(tx, ctx, ids);
  return { shipments, affected };
}

async function judged(tx: Tx, ctx: Ctx, lines: readonly AffectedLine[]): Promise<JudgedAnswer[]> {
  const answers = lines.map(({ lineId, after, ruleAfter, unitPrice, qty }) => ({
    ...{ lineId, compositionId: after, variantId: null, rule: ruleAfter ?? 0 },
    ...{ unitPrice, qty, isVouched: false },
  }));
  return judgeAnswers(tx, ctx, answers);
}

async function changeLines(tx: Tx, ctx: Ctx, runId: number, { changed }: RematchPlan) {
  if (changed.length === 0) return;
  const holding = changed.filter((line) => line.allocatedQty > 0);
  await setAllocation(
    tx,
    ctx,
    holding.map(({ lineId }) => ({ lineId, allocatedQty: 0 })),
  );
  await writeMeanings(tx, ctx, runId, await judged(tx, ctx, changed));
  const ids = shipmentsOf(changed);
  await refreshShipments(tx, ctx, ids);
  const waiting = await bundlesAmong(tx, ctx, shipmentsOf(changed.filter(({ after }) => !after)));
  await partBundles(tx, ctx, waiting, runId);
  const { apart } = await partUnfit(tx, ctx, ids, async () => runId);
  await noteChanges(tx, ctx, runId, changed, new Set([...waiting, ...apart]));
}

const shipmentsOf = (lines: readonly AffectedLine[]) => [
  ...new Set(lines.map((line) => line.shipmentId)),
];

async function bundlesAmong(tx: Tx, ctx: Ctx, shipmentIds: number[]): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`
    select id from shipments
    where mall_id = ${ctx.mallId} and id = any(${sql.param(shipmentIds)}::bigint[]) and is_bundle
    order by id`,
  );
  return found.map((bundle) => bundle.id);
}

/** A rule of 0 and no composition: the line waits again. Without a run, none can take it back. */
async function writeMeanings(tx: Tx, ctx: Ctx, runId: number | null, answers: JudgedAnswer[]) {
  await tx.execute(sql`
    update shipment_lines line
    set composition_id = given.composition_id, match_rule = nullif(given.rule, 0),
      match_oddities = given.oddities, last_run_id = ${runId}
    from ${unnested<JudgedAnswer>(
      {
        line_id: ['bigint', (answer) => answer.lineId],
        composition_id: ['bigint', (answer) => answer.compositionId],
        rule: ['int', (answer) => answer.rule],
        oddities: [
          'bigint[]',
          ({ oddities }) => (oddities === null ? null : bigintArray(oddities)),
        ],
      },
      answers,
    )}
    where line.mall_id = ${ctx.mallId} and line.id = given.line_id`);
}

/** Noted where the lines stand now, with how they stood. */
async function noteChanges(
  tx: Tx,
  ctx: Ctx,
  runId: number,
  changed: readonly AffectedLine[],
  apart: ReadonlySet<number>,
) {
  const byId = new Map(changed.map((line) => [line.lineId, line]));
  const standing = await rows<{ lineId: number; shipmentId: number }>(
    tx,
    sql`
    select id as "lineId", shipment_id as "shipmentId" from shipment_lines
    where mall_id = ${ctx.mallId} and id = any(${sql.param([...byId.keys()])}::bigint[])
    order by id`,
  );
  const decisions = [...grouped(standing, (line) => line.shipmentId)].map(
    ([shipmentId, lines]): Decision => {
      const before = lines.flatMap(({ lineId }) => byId.get(lineId) ?? []);
      const givenBack = before.reduce((sum, line) => sum + line.allocatedQty, 0);
      const cameApart = before.some((line) => apart.has(line.shipmentId));
      return {
        shipmentId,
        rule: matchDecisions.rematched,
        values: [before.length, givenBack, Number(cameApart)],
        before: writeBefore(before.map(asBefore)),
      };
    },
  );
  await recordDecisions(tx, ctx, runId, decisions);
  await writeReasons(tx, ctx, runId, decisions);
}

function asBefore(line: AffectedLine) {
  return {
    lineId: line.lineId,
    compositionId: line.before,
    rule: line.ruleBefore,
    allocatedQty: line.allocatedQty,
    oddities: line.odditiesBefore,
  };
}

async function holdParcels(tx: Tx, ctx: Ctx, runId: number, { held }: RematchPlan) {
  await hold(tx, ctx, [...held.keys()], 'rematched');
  const decisions = [...held].map(([shipmentId, lines]) => ({
    shipmentId,
    rule: matchDecisions.rematchHeld,
    values: [lines.length],
  }));
  await recordDecisions(tx, ctx, runId, decisions);
}
