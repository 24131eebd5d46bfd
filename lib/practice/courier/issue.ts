import { z } from 'zod';
import { type Answer, ok } from '../http';
import type { Transaction } from '../store/sql';
import { jsonOf } from '../store/units';
import { type CourierCall, readBody } from './call';

const parcel = z.object({
  orderKey: z.string().min(1).max(40),
  shipmentNo: z.string(),
  senderName: z.string().min(1),
  senderTel: z.string(),
  senderAddress: z.string(),
  receiverName: z.string(),
  receiverTel: z.string(),
  receiverMobile: z.string(),
  receiverZip: z.string(),
  receiverAddress: z.string(),
  goodsName: z.string(),
  quantity: z.number().int().positive(),
  payType: z.enum(['CD', 'CC']),
  message: z.string(),
});

type Parcel = z.output<typeof parcel>;

const form = z.object({ contractCode: z.string(), parcels: z.array(parcel).min(1).max(100) });

/** A number for each parcel; a key that was seen before gets the number it had. */
export async function issueWaybills(call: CourierCall): Promise<Answer> {
  const { contractCode, parcels } = readBody(call, form);
  const results = await call.practice.sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext(${contractCode}))`;
    const answers: object[] = [];
    for (const [index, one] of parcels.entries()) {
      const isStruck = call.fault === 'partialFailure' && index % 2 === 0;
      answers.push(
        isStruck
          ? refused(one, 'ERROR-99', '잠시 뒤 다시 요청하세요.')
          : await issue(tx, call.now, contractCode, one),
      );
    }
    return answers;
  });
  return ok({ results });
}

async function issue(tx: Transaction, now: Date, contract: string, given: Parcel) {
  if (!given.receiverName || !given.receiverAddress)
    return refused(given, 'ERROR-03', '받는 분과 주소가 필요합니다.');
  const [known] = await tx<{ waybillNo: string; isCancelled: boolean }[]>`
    select waybill_no as "waybillNo", cancelled_at is not null as "isCancelled"
    from practice.courier_parcels
    where contract = ${contract} and order_key = ${given.orderKey} for update`;
  if (known?.isCancelled) return refused(given, 'ERROR-10', '취소된 접수번호입니다.');
  const waybillNo = known?.waybillNo ?? (await newWaybill(tx, now, contract, given));
  return { orderKey: given.orderKey, resultCode: 'OK', waybillNo, ...sortingOf(given) };
}

async function newWaybill(tx: Transaction, now: Date, contract: string, given: Parcel) {
  const [next] = await tx<{ value: string }[]>`
    insert into practice.sequences (shop, name, value) values (${contract}, 'waybill', 1)
    on conflict (shop, name) do update set value = practice.sequences.value + 1
    returning value`;
  const serial = 54_000_000_000 + Number(next?.value);
  const waybillNo = `${serial}${serial % 7}`;
  await tx`
    insert into practice.courier_parcels (contract, order_key, waybill_no, request, issued_at)
    values (${contract}, ${given.orderKey}, ${waybillNo}, ${jsonOf(tx, given)}, ${now})`;
  await tx`
    insert into practice.courier_journal (at, kind, contract, order_key, waybill_no)
    values (${now}, 'issue', ${contract}, ${given.orderKey}, ${waybillNo})`;
  return waybillNo;
}

function refused({ orderKey }: Parcel, resultCode: string, resultMessage: string) {
  return { orderKey, resultCode, resultMessage };
}

/** By the region of the postcode; without one the parcel is sorted by hand. */
function sortingOf({ receiverZip }: Parcel) {
  if (!/^\d{5}$/.test(receiverZip)) return {};
  const [region, quarter] = [receiverZip.slice(0, 2), receiverZip.slice(2)];
  return {
    hubCode: `H${region}`,
    terminalCode: quarter,
    centerName: `${region}집배센터`,
    driverCode: `${quarter.slice(0, 2)}-${quarter.slice(2)}`,
  };
}
