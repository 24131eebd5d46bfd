import { describe, expect, it } from 'vitest';
import shapes from '../fixtures/cafe24-shapes.json';
import {
  cafe24Credentials,
  callCafe24,
  refreshCafe24,
  startPracticeTest,
  undocumented,
} from '../testing';
import { test } from '../testing-each';
import { DAYS, get, SHOP, serveCafe24, token } from './testing';

serveCafe24();

describe('tokens', () => {
  it('rotate: the new pair works, the refresh token that bought it is dead', async () => {
    const first = await refreshCafe24(test, 'practiceKitchenFirstRefreshToken', 'cafe24-kitchen');
    expect(undocumented(first.body, shapes.token)).toEqual([]);
    expect(first.body).toMatchObject({
      mall_id: 'moakitchen',
      issued_at: '2026-01-15T12:00:00.000',
      expires_at: '2026-01-15T14:00:00.000',
      refresh_token_expires_at: '2026-01-29T12:00:00.000',
    });
    const again = await refreshCafe24(test, 'practiceKitchenFirstRefreshToken', 'cafe24-kitchen');
    expect(again.status).toBe(400);
    expect(again.body.error).toBe('invalid_grant');
    const second = await refreshCafe24(test, first.body.refresh_token, 'cafe24-kitchen');
    expect(second.status).toBe(200);
  });

  it('are given to one of two who refresh at the same moment', async () => {
    const refresh = () => refreshCafe24(test, 'practiceKitchenFirstRefreshToken', 'cafe24-kitchen');
    const both = await Promise.all([refresh(), refresh(), refresh()]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
  });

  it('are refused to a wrong secret and to the token of another mall', async () => {
    const { refreshToken } = cafe24Credentials('cafe24-kitchen');
    const wrong = await refreshCafe24(test, refreshToken, 'cafe24-kitchen', 'guess');
    expect([wrong.status, wrong.body.error]).toEqual([401, 'invalid_client']);
    expect((await refreshCafe24(test, refreshToken, SHOP)).status).toBe(400);
  });

  it('of access live two hours, and only in their own mall', async () => {
    const path = `orders?${DAYS}`;
    const other = { method: 'GET', path, token, shopKey: 'cafe24-kitchen' };
    expect((await callCafe24(test, other)).status).toBe(401);
    expect((await callCafe24(test, { method: 'GET', path, token: 'guess' })).status).toBe(401);
    test.now = new Date('2026-01-15T13:59:59+09:00');
    expect((await get(path)).status).toBe(200);
    test.now = new Date('2026-01-15T14:00:00+09:00');
    const expired = await get(path);
    test.now = new Date('2026-01-15T12:00:00+09:00');
    expect(expired.status).toBe(401);
    expect(expired.body.error.message).toMatch(/expired/);
  });
});

describe('the call bucket', () => {
  it('holds forty calls and says how full it is', async () => {
    const limited = await startPracticeTest({
      coupangPerSecond: 10,
      cafe24Bucket: 40,
      cafe24DrainPerSecond: 2,
    });
    const { body } = await refreshCafe24(limited, cafe24Credentials().refreshToken);
    const call = () =>
      callCafe24(limited, { method: 'GET', path: 'carriers', token: body.access_token });
    const first = await call();
    const answers = await Promise.all(Array.from({ length: 60 }, call));
    await limited.close();
    expect(first.headers.get('x-api-call-limit')).toBe('1/40');
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(answers.length - refused.length).toBeGreaterThanOrEqual(39);
    expect(refused[0]?.headers.get('x-api-call-limit')).toBe('40/40');
  });
});
