import { expect, it } from 'vitest';
import { cafe24 } from '@/lib/channels/cafe24/channel';
import { coupang } from '@/lib/channels/coupang/channel';
import { elevenst } from '@/lib/channels/elevenst/channel';
import { gmarket } from '@/lib/channels/esm/channel';
import { smartstore } from '@/lib/channels/smartstore/channel';
import { credentialFields, readCredential } from './credential-fields';

it('asks only for what the adapter cannot get by itself', () => {
  expect(credentialFields(coupang)).toEqual(['vendorId', 'accessKey', 'secretKey']);
  expect(credentialFields(cafe24)).toEqual(['clientId', 'clientSecret', 'refreshToken']);
  expect(credentialFields(elevenst)).toEqual(['apiKey']);
  expect(credentialFields(smartstore)).toEqual(['clientId', 'clientSecret']);
  expect(credentialFields(gmarket)).toEqual(['masterId', 'sellerId', 'secretKey']);
});

it('reads a filled form as the credential the adapter stores', () => {
  const given = { vendorId: ' A00012345 ', accessKey: 'key', secretKey: 'secret', more: 'x' };
  expect(readCredential(coupang, given)).toEqual({
    vendorId: 'A00012345',
    accessKey: 'key',
    secretKey: 'secret',
  });
});

it('takes an untouched form for no new credential', () => {
  expect(readCredential(coupang, { vendorId: '', accessKey: ' ' })).toBeNull();
});

it('names the field that is missing or wrong', () => {
  const half = { vendorId: 'A00012345', accessKey: 'key' };
  expect(() => readCredential(coupang, half)).toThrow(
    expect.objectContaining({ values: { field: 'secretKey' } }),
  );
  const wrong = { ...half, secretKey: 'secret', vendorId: 'A-1' };
  expect(() => readCredential(coupang, wrong)).toThrow(
    expect.objectContaining({ values: { field: 'vendorId' } }),
  );
});
