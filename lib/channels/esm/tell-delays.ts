import type { DelayNotice, DelayReason } from '../telling';
import type { UnitResult } from '../unit';
import { oneByOne, unsendable } from '../writing';
import type { EsmClient } from './client';

/** 1 no stock yet, 2 the buyer asked for it, 3 something else, which its detail tells. */
const reasonTypes: Record<DelayReason, number> = {
  preparing: 1,
  customer: 2,
  custom_made: 3,
  reserved: 3,
  overseas: 3,
  other: 3,
};

/** 발송예정일 등록, order by order. */
export function tellDelays(client: EsmClient, notices: DelayNotice[]): Promise<UnitResult[]> {
  return oneByOne(notices, async ({ unitNo, reason, detail, shipOn }) => {
    if (!/^\d+$/.test(unitNo)) return unsendable(unitNo, 'unit');
    await client.post('/shipping/v1/Order/ShippingExpectedDate', {
      OrderNo: BigInt(unitNo),
      ReasonType: reasonTypes[reason],
      ShippingExpectedDate: shipOn,
      ReasonDetail: detail,
    });
    return { unitNo, outcome: 'accepted', code: '0', message: '' };
  });
}
