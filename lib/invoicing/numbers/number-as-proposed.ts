import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, inMall, readMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { grouped } from '@/lib/grouped';
import { lockStates } from '@/lib/shipments/locks';
import type { CourierWorld } from '../bookings/courier-world';
import type { LoadRow } from '../load/load-rows';
import { invoiceRules } from '../reasons';
import { noteRefusals } from '../store';
import { numberShipments } from './number-shipments';

export type ProposedNumbers = { numbered: number; refused: number; failedAccounts: string[] };

/**
 * Each row gets the next number of the contract chosen or proposed for it, one contract after the
 * other. Where one has none left the others go on; rows without a contract keep that as their reason.
 */
export async function numberAsProposed(
  ctx: Ctx,
  lacking: readonly LoadRow[],
  world?: CourierWorld,
): Promise<ProposedNumbers> {
  const result: ProposedNumbers = { numbered: 0, refused: 0, failedAccounts: [] };
  let failure: ExpectedError | null = null;
  for (const [accountId, group] of grouped(lacking, (row) => row.accountId)) {
    const shipmentIds = group.map((row) => row.shipmentId);
    if (accountId === null) {
      result.refused += await refuse(ctx, shipmentIds);
      continue;
    }
    try {
      const given = await numberShipments(ctx, { shipmentIds, courierAccountId: accountId }, world);
      result.numbered += given.numbered;
      result.refused += given.refused.length;
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error;
      failure ??= error;
      result.failedAccounts.push(await nameOf(ctx, accountId));
    }
  }
  if (failure && result.numbered === 0) throw failure;
  return result;
}

/** Nobody said with which contract: the reason stands on the row. */
async function refuse(ctx: Ctx, shipmentIds: number[]): Promise<number> {
  await inMall(ctx, async (tx) => {
    const allocated = [...(await lockStates(tx, ctx, shipmentIds)).values()].filter(
      ({ stage }) => stage === 'allocated',
    );
    const rule = invoiceRules.noProposal;
    await noteRefusals(
      tx,
      ctx,
      allocated.map(({ id }) => ({ shipmentId: id, rule })),
    );
  });
  return shipmentIds.length;
}

async function nameOf(ctx: Ctx, accountId: number): Promise<string> {
  const [account] = await readMall(ctx, (tx) =>
    rows<{ name: string }>(
      tx,
      sql`select name from courier_accounts where mall_id = ${ctx.mallId} and id = ${accountId}`,
    ),
  );
  return account?.name ?? '';
}
