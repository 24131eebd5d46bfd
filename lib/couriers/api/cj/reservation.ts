/* CJ대한통운's form of a parcel, as 택배 표준 API V3.9.4 has it: every value is a text. */

import { seoulDay } from '@/lib/channels/seoul-time';
import type { BookingRequest, Sender } from '../courier-api';

/** 예약접수, or 예약취소 with the very same values. */
export type Demand = '01' | '02';

export type Reservation = {
  customerId: string;
  sender: Sender;
  parcel: BookingRequest;
  /** Empty where it never reached us. */
  waybillNo: string;
};

/** What is booked, and taken back: the same but for what is demanded. */
export function reservation(
  { customerId, sender, parcel, waybillNo }: Reservation,
  demand: Demand,
): Record<string, unknown> {
  const { recipient } = parcel;
  const day = seoulDay(parcel.askedAt).replaceAll('-', '');
  // Never a key that another program books under by the same contract.
  const key = `MOA-${parcel.key}`;
  const from = { ...sender, mobile: sender.phone, postcode: '', address1: sender.address };
  return {
    CUST_ID: customerId,
    RCPT_YMD: day,
    CUST_USE_NO: key,
    RCPT_DV: '01',
    WORK_DV_CD: '01',
    REQ_DV_CD: demand,
    MPCK_KEY: `${day}_${customerId}_${key}`,
    CAL_DV_CD: '01',
    FRT_DV_CD: parcel.freightTerm === 'collect' ? '02' : '03',
    CNTR_ITEM_CD: '01',
    BOX_TYPE_CD: '02',
    BOX_QTY: '1',
    FRT: '',
    CUST_MGMT_DLCM_CD: customerId,
    ...party('SENDR', { ...from, address2: '' }),
    ...party('RCVR', { ...recipient, phone: recipient.phone || recipient.mobile }),
    INVC_NO: waybillNo,
    PRT_ST: '02',
    ARTICLE_AMT: '',
    REMARK_1: parcel.note.slice(0, 1000),
    REMARK_2: '',
    REMARK_3: '',
    COD_YN: 'N',
    DLV_DV: '01',
    MPCK_SEQ: '1',
    ARRAY: [{ MPCK_SEQ: '1', GDS_NM: parcel.goods, GDS_QTY: String(parcel.quantity), UNIT_CD: '' }],
  };
}

/** A database that takes an empty text for none is behind it: what is missing is written so. */
function party(who: 'SENDR' | 'RCVR', given: BookingRequest['recipient']) {
  const [phone, mobile] = [phoneParts(given.phone), phoneParts(given.mobile)];
  return {
    [`${who}_NM`]: given.name.slice(0, 100),
    [`${who}_TEL_NO1`]: phone[0],
    [`${who}_TEL_NO2`]: phone[1],
    [`${who}_TEL_NO3`]: phone[2],
    [`${who}_CELL_NO1`]: mobile[0],
    [`${who}_CELL_NO2`]: mobile[1],
    [`${who}_CELL_NO3`]: mobile[2],
    [`${who}_ZIP_NO`]: given.postcode.replace(/\D/g, '').slice(0, 6) || '000000',
    [`${who}_ADDR`]: given.address1.slice(0, 150),
    [`${who}_DETAIL_ADDR`]: given.address2.slice(0, 300) || '-',
  };
}

/** In three parts of which the first begins with 0; a nationwide number has 000 before it. */
export function phoneParts(phone: string): [string, string, string] {
  const digits = phone.replace(/\D/g, '');
  if (digits === '') return ['', '', ''];
  const area = /^(02|050\d(?=\d{7})|0\d\d|)/.exec(digits)?.[0] ?? '';
  const rest = digits.slice(area.length);
  return [area || '000', rest.slice(0, -4), rest.slice(-4)];
}
