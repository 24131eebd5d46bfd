import { describe, expect, it } from 'vitest';
import { test } from '../testing-each';
import { secretSign } from './signature';
import { askToken, credentials, DAY, get, NOON, serveSmartstore } from './testing';

serveSmartstore();

const minutes = (count: number) => count * 60_000;
const changes = (bearer: string) => get('/last-changed-statuses', DAY, bearer);

describe('a wrong SmartStore client gets no token', () => {
  it.each([
    ['whose clock is six minutes slow', { timestamp: String(NOON.getTime() - minutes(6)) }],
    ['whose clock is six minutes fast', { timestamp: String(NOON.getTime() + minutes(6)) }],
    ['that sends the secret itself', { client_secret_sign: '$2a$04$practiceStoreSalt0000u' }],
    ['that nobody knows', { client_id: 'nobody' }],
    ['that asks for another grant', { grant_type: 'password' }],
    ['that asks for another seller', { type: 'SELLER' }],
  ])('%s', async (_, wrong) => {
    const answer = await askToken(wrong);
    expect([answer.status, answer.body.code]).toEqual([400, 'BAD_REQUEST']);
  });

  it('that signs another moment than it sends', async () => {
    const signed = await secretSign(credentials(), String(NOON.getTime() - 1));
    expect((await askToken({ client_secret_sign: signed })).status).toBe(400);
  });

  it('that signs with another secret', async () => {
    const key = { ...credentials(), clientSecret: '$2a$04$abcdefghijklmnopqrstuu' };
    const signed = await secretSign(key, String(NOON.getTime()));
    expect((await askToken({ client_secret_sign: signed })).status).toBe(400);
  });
});

describe('a token', () => {
  it('is the same while it has half an hour, then a new one beside which it lives on', async () => {
    const first = (await askToken()).body;
    expect(first.expires_in).toBe(10_800);
    test.now = new Date(NOON.getTime() + minutes(149));
    const same = (await askToken()).body;
    expect([same.access_token, same.expires_in]).toEqual([first.access_token, 31 * 60]);
    test.now = new Date(NOON.getTime() + minutes(151));
    const second = (await askToken()).body;
    expect(second.access_token).not.toBe(first.access_token);
    expect((await changes(first.access_token)).status).toBe(200);
    test.now = new Date(NOON.getTime() + minutes(181));
    const late = await changes(first.access_token);
    expect([late.status, late.body.code]).toEqual([401, 'GW.AUTHN']);
    expect((await changes(second.access_token)).status).toBe(200);
  });

  it('opens nothing when it is made up', async () => {
    expect((await changes('guess')).status).toBe(401);
  });
});
