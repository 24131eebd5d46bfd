import { expect, it } from 'vitest';
import { reply, serve } from '@/lib/channels/testing';
import { httpCourierApi } from './http-courier-api';

it('takes fields that are empty or numbers for what they say, and every number of the answer', async () => {
  const results = [
    { orderKey: 71, resultCode: 'OK', waybillNo: 510000000005, hubCode: 'H04', driverCode: 12 },
    { orderKey: '72', resultCode: 'ERROR-03', resultMessage: null, waybillNo: null, hubCode: null },
  ];
  const gateway = await serve((_, response) => reply(response, { results }));
  const api = httpCourierApi({
    mallId: 1,
    baseUrl: gateway.url,
    contractCode: '30001234',
    apiKey: 'key',
    sender: { name: '모아', phone: '0212345678', address: '서울 중구 세종대로 110' },
    fetch,
    now: () => new Date('2026-01-15T03:00:00Z'),
  });
  expect(await api.book([])).toEqual([
    { key: '71', waybillNo: '510000000005', sorting: { code: 'H04', place: '12' } },
    { key: '72', refused: 'ERROR-03' },
  ]);
});
