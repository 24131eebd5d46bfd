import { expect, it } from 'vitest';
import { phoneField } from './phone-field';

it('takes a phone or nothing, and no words in its place', () => {
  const given = ['010-2345-6789', '010-****-6789', ' ', '전화없음'];
  const taken = given.map((text) => phoneField(30).safeParse(text).data);
  expect(taken).toEqual(['010-2345-6789', '010-****-6789', '', undefined]);
  expect(phoneField(30).safeParse('전화없음').error?.issues[0]?.message).toBe(
    'errors.phoneOfWords',
  );
});
