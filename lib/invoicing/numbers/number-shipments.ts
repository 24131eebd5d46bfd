import type { Ctx } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { issuingAccount } from '../accounts/issuing-account';
import type { CourierWorld } from '../bookings/courier-world';
import { numberFromApi } from './number-from-api';
import { numberFromList } from './number-from-list';
import { type NumberResult, numberFromRange } from './number-from-range';

/** The next numbers of a contract, from wherever it has them. */
export async function numberShipments(
  ctx: Ctx,
  { shipmentIds, courierAccountId }: { shipmentIds: number[]; courierAccountId: number },
  world?: CourierWorld,
): Promise<NumberResult> {
  const account = await issuingAccount(ctx, courierAccountId);
  switch (account.numbersFrom) {
    case 'range':
      return numberFromRange(ctx, { shipmentIds, courierAccountId });
    case 'list':
      return numberFromList(ctx, account, shipmentIds);
    case 'api':
      if (!world) throw new ExpectedError('couriers.errors.apiIncomplete');
      return numberFromApi(ctx, account, shipmentIds, world);
  }
}
