import { describe, expect, it } from 'vitest';
import type { BookingRequest } from '../courier-api';
import { phoneParts, reservation } from './reservation';

const parcel: BookingRequest = {
  key: '71',
  askedAt: new Date('2026-01-15T15:30:00Z'),
  shipmentNo: '12',
  recipient: {
    name: '한겨울',
    phone: '',
    mobile: '010-1234-5678',
    postcode: '04524',
    address1: '서울 중구 세종대로 110',
    address2: '',
  },
  goods: '머그컵 화이트',
  quantity: 1,
  note: '문 앞에 놓아 주세요',
  freightTerm: 'collect',
};
const sender = { name: '모아상회', phone: '1588-1234', address: '경기 이천시 물류로 12' };
const given = { customerId: '30501859', sender, parcel, waybillNo: '680000000011' };

describe('a parcel for CJ대한통운', () => {
  it('is known by the Korean day on which it was asked for first', () => {
    expect(reservation(given, '01')).toMatchObject({
      RCPT_YMD: '20260116',
      CUST_USE_NO: 'MOA-71',
      MPCK_KEY: '20260116_30501859_MOA-71',
      INVC_NO: '680000000011',
      FRT_DV_CD: '02',
    });
  });

  it('has nothing empty where something has to be', () => {
    expect(reservation(given, '01')).toMatchObject({
      RCVR_TEL_NO1: '010',
      RCVR_DETAIL_ADDR: '-',
      SENDR_TEL_NO1: '000',
      SENDR_ZIP_NO: '000000',
      SENDR_DETAIL_ADDR: '-',
    });
  });

  it('is taken back by the very same values', () => {
    const { REQ_DV_CD: booked, ...before } = reservation(given, '01');
    const { REQ_DV_CD: takenBack, ...after } = reservation(given, '02');
    expect([booked, takenBack]).toEqual(['01', '02']);
    expect(after).toEqual(before);
  });
});

it.each([
  ['02-728-5678', ['02', '728', '5678']],
  ['0212345678', ['02', '1234', '5678']],
  ['031-123-4567', ['031', '123', '4567']],
  ['010-1234-5678', ['010', '1234', '5678']],
  ['0507-1234-5678', ['0507', '1234', '5678']],
  ['0501-123-4567', ['0501', '123', '4567']],
  ['1588-1234', ['000', '1588', '1234']],
  ['', ['', '', '']],
])('writes %s in three parts', (phone, parts) => {
  expect(phoneParts(phone)).toEqual(parts);
});
