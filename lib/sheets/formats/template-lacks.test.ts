import { expect, it } from 'vitest';
import { courierTemplates } from './courier-templates';
import { lacksOf } from './template-lacks';

it('the built-in templates lack nothing', () => {
  expect(courierTemplates.flatMap(lacksOf)).toEqual([]);
});

it('tells that the answer of the courier could not be read back without the 배송번호', () => {
  const columns = [
    { header: '받는분', value: 'recipientName' as const },
    { header: '휴대폰', value: 'recipientMobile' as const },
    { header: '주소', value: 'recipientAddress' as const },
  ];
  expect(lacksOf({ columns })).toEqual(['shipmentNo']);
});

it('a fixed text is no address', () => {
  const columns = [{ header: '주소', value: { fixed: 'recipientAddress' } }];
  expect(lacksOf({ columns })).toContain('recipientAddress');
});
