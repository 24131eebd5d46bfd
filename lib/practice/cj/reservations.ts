import { z } from 'zod';
import type { Answer } from '../http';
import type { Transaction } from '../store/sql';
import { jsonOf } from '../store/units';
import { type CjCall, refusal, success } from './call';
import { practiceCj } from './contract';

const said = z.string().min(1);

/** What has to be there, and what a cancellation has to repeat of it. */
const form = z.object({
  CUST_ID: z.literal(practiceCj.customerId),
  RCPT_YMD: z.string().regex(/^\d{8}$/),
  CUST_USE_NO: said.max(50),
  RCPT_DV: z.literal('01'),
  WORK_DV_CD: z.literal('01'),
  REQ_DV_CD: z.enum(['01', '02']),
  MPCK_KEY: said,
  MPCK_SEQ: said,
  FRT_DV_CD: z.enum(['01', '02', '03']),
  SENDR_NM: said,
  SENDR_TEL_NO1: z.string().regex(/^0/),
  SENDR_ZIP_NO: z.string().regex(/^\d{5,6}$/),
  SENDR_ADDR: said,
  SENDR_DETAIL_ADDR: said,
  RCVR_NM: said,
  RCVR_TEL_NO1: z.string().regex(/^0/),
  RCVR_ZIP_NO: z.string().regex(/^\d{5,6}$/),
  RCVR_ADDR: said,
  RCVR_DETAIL_ADDR: said,
  INVC_NO: z.string(),
  PRT_ST: z.literal('02'),
  ARRAY: z.array(z.object({ MPCK_SEQ: said, GDS_NM: said, GDS_QTY: said })).min(1),
});

type Parcel = z.output<typeof form>;

/** 채번: 12 digits whose last is the nine before it modulo 7. */
export async function newNumber({ practice }: CjCall): Promise<Answer> {
  const [next] = await practice.sql<{ value: string }[]>`
    insert into practice.sequences (shop, name, value) values (${practiceCj.customerId}, 'waybill', 1)
    on conflict (shop, name) do update set value = practice.sequences.value + 1
    returning value`;
  const nine = String(Number(next?.value)).padStart(9, '0');
  return success({ INVC_NO: `68${nine}${Number(nine) % 7}` });
}

/** 예약접수 of one parcel; its key is there once. */
export async function bookParcel(call: CjCall): Promise<Answer> {
  const parsed = form.safeParse(call.data);
  if (!parsed.success) return refusal(`ORA-01400 ${parsed.error.issues[0]?.path.join('.')}`);
  const parcel = parsed.data;
  if (parcel.REQ_DV_CD !== '01') return refusal('요청구분이 잘못되었습니다.');
  if (!isNumber(parcel.INVC_NO)) return refusal('운송장번호가 유효하지 않습니다.');
  if (call.fault === 'partialFailure') return refusal('일시적으로 접수할 수 없습니다.');
  return call.practice.sql.begin(async (tx) => {
    const known = await lockParcel(tx, parcel);
    if (known && !known.isCancelled) return refusal('ORA-00001: unique constraint violated');
    await tx`
      insert into practice.courier_parcels (contract, order_key, waybill_no, request, issued_at)
      values (${parcel.CUST_ID}, ${keyOf(parcel)}, ${parcel.INVC_NO}, ${jsonOf(tx, parcel)},
        ${call.now})
      on conflict (contract, order_key) do update set waybill_no = excluded.waybill_no,
        request = excluded.request, issued_at = excluded.issued_at, cancelled_at = null`;
    await note(tx, call.now, 'issue', parcel, parcel.INVC_NO);
    return success();
  });
}

/** 예약취소: the very values of the booking, but for what is demanded. */
export async function cancelParcel(call: CjCall): Promise<Answer> {
  const parsed = form.safeParse(call.data);
  if (!parsed.success || parsed.data.REQ_DV_CD !== '02')
    return refusal('취소 요청이 잘못되었습니다.');
  const parcel = parsed.data;
  return call.practice.sql.begin(async (tx) => {
    const known = await lockParcel(tx, parcel);
    if (!known) return refusal('접수된 예약이 없습니다.');
    if (known.isCancelled) return refusal('취소된 예약입니다.');
    if (call.fault === 'partialFailure') return refusal('이미 스캔된 운송장입니다.');
    if (parcel.RCVR_NM !== known.request.RCVR_NM || parcel.RCVR_ADDR !== known.request.RCVR_ADDR)
      return refusal('접수된 예약과 다릅니다.');
    await tx`
      update practice.courier_parcels set cancelled_at = ${call.now}
      where contract = ${parcel.CUST_ID} and order_key = ${keyOf(parcel)}`;
    await note(tx, call.now, 'cancel', parcel, known.waybillNo);
    return success();
  });
}

async function lockParcel(tx: Transaction, parcel: Parcel) {
  await tx`select pg_advisory_xact_lock(hashtext(${keyOf(parcel)}))`;
  const [known] = await tx<{ waybillNo: string; isCancelled: boolean; request: Parcel }[]>`
    select waybill_no as "waybillNo", cancelled_at is not null as "isCancelled", request
    from practice.courier_parcels
    where contract = ${parcel.CUST_ID} and order_key = ${keyOf(parcel)} for update`;
  return known;
}

async function note(tx: Transaction, now: Date, kind: string, parcel: Parcel, waybillNo: string) {
  await tx`
    insert into practice.courier_journal (at, kind, contract, order_key, waybill_no)
    values (${now}, ${kind}, ${parcel.CUST_ID}, ${keyOf(parcel)}, ${waybillNo})`;
}

const keyOf = ({ MPCK_KEY, MPCK_SEQ }: Parcel) => `${MPCK_KEY}_${MPCK_SEQ}`;

function isNumber(no: string): boolean {
  return /^\d{12}$/.test(no) && Number(no.slice(2, 11)) % 7 === Number(no[11]);
}
