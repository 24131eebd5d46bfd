import { expect, it } from 'vitest';
import { readClaims } from './claims';

const at = (hour: number) => new Date(Date.UTC(2026, 10, 22, hour));
const session = { userId: 7, mallId: 3, sessionVersion: 1 };
const claims = { ...session, signedInAt: at(0).getTime(), exp: at(200).getTime(), name: null };

it('a session is a working day long, however late its token was renewed', () => {
  expect(readClaims(claims, at(11))).toEqual(session);
  expect(readClaims(claims, at(12))).toBeNull();
  expect(readClaims(claims, at(100))).toBeNull();
});

it('nothing is read of a token that does not say when it began, or that is to begin', () => {
  const { signedInAt, ...undated } = claims;
  expect(readClaims(undated, at(1))).toBeNull();
  expect(readClaims({ ...undated, signedInAt: at(2).getTime() }, at(1))).toBeNull();
  expect(readClaims(null, at(1))).toBeNull();
});

it('somebody who is only invited has no mall yet', () => {
  expect(readClaims({ ...claims, mallId: null }, at(1))).toEqual({ ...session, mallId: null });
});
