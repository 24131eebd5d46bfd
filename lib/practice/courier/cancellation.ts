import { z } from 'zod';
import { type Answer, ok } from '../http';
import { type CourierCall, readBody } from './call';

const form = z.object({
  contractCode: z.string(),
  orderKey: z.string(),
  waybillNo: z.string().nullable(),
});

/** Takes back a number; one that was never given is as good as taken back. */
export async function cancelWaybill(call: CourierCall): Promise<Answer> {
  const { contractCode, orderKey } = readBody(call, form);
  const { now, practice } = call;
  return practice.sql.begin(async (tx) => {
    const [parcel] = await tx<{ waybillNo: string; isCancelled: boolean }[]>`
      select waybill_no as "waybillNo", cancelled_at is not null as "isCancelled"
      from practice.courier_parcels
      where contract = ${contractCode} and order_key = ${orderKey} for update`;
    if (!parcel) return ok({ resultCode: 'OK' });
    if (parcel.isCancelled)
      return ok({ resultCode: 'ERROR-11', resultMessage: '이미 취소된 운송장입니다.' });
    if (call.fault === 'partialFailure')
      return ok({ resultCode: 'ERROR-12', resultMessage: '이미 집하된 운송장입니다.' });
    await tx`
      update practice.courier_parcels set cancelled_at = ${now}
      where contract = ${contractCode} and order_key = ${orderKey}`;
    await tx`
      insert into practice.courier_journal (at, kind, contract, order_key, waybill_no)
      values (${now}, 'cancel', ${contractCode}, ${orderKey}, ${parcel.waybillNo})`;
    return ok({ resultCode: 'OK' });
  });
}
