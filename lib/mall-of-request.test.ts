import { expect, it } from 'vitest';
import { downloadFor, isOfAnotherMall, MALL_HEADER } from './mall-of-request';

const asked = (href: string, init?: RequestInit) => new Request(`http://moa.test${href}`, init);

it('a download asked for by the page of another mall is of another mall', () => {
  for (const href of ['/stock/sheet', '/stock/sheet?word=a%20b']) {
    expect(isOfAnotherMall(asked(downloadFor(3, href)), 3)).toBe(false);
    expect(isOfAnotherMall(asked(downloadFor(3, href)), 4)).toBe(true);
    expect(isOfAnotherMall(asked(href), 4)).toBe(false);
  }
});

it('what changes something is of another mall unless it names this one', () => {
  const headers = { [MALL_HEADER]: '3' };
  expect(isOfAnotherMall(asked('/api/uploads', { method: 'POST', headers }), 3)).toBe(false);
  expect(isOfAnotherMall(asked('/api/uploads', { method: 'POST', headers }), 4)).toBe(true);
  expect(isOfAnotherMall(asked('/api/uploads?mallId=3', { method: 'POST' }), 3)).toBe(true);
});
