import { expect, it } from 'vitest';
import { namesSomebodyElse } from './other-recipient';

const named = (name: string, ...phones: string[]) => ({ name, phones });
const hong = named('홍길동', '010-2345-6789');

it.each([
  ['홍길동'],
  [' 홍 길동 님'],
  ['홍*동'],
  ['홍○○'],
  ['홍O동'],
  ['***'],
  [''],
  ['홍길동(모아상사)'],
])('"%s" may be 홍길동', (name) => {
  expect(namesSomebodyElse(named(name), [hong])).toBe(false);
});

it.each([['김철수'], ['김*수'], ['홍*순'], ['홍길']])('"%s" is not 홍길동', (name) => {
  expect(namesSomebodyElse(named(name), [hong])).toBe(true);
});

it('a recipient whose own name is masked is compared as far as it is shown', () => {
  expect(namesSomebodyElse(named('홍길동'), [named('홍*동')])).toBe(false);
  expect(namesSomebodyElse(named('홍**'), [named('홍*동')])).toBe(false);
  expect(namesSomebodyElse(named('김철수'), [named('홍*동')])).toBe(true);
});

it('a long name may come back cut', () => {
  const company = named('주식회사 모아물류 인천센터 3층');
  expect(namesSomebodyElse(named('주식회사모아물류'), [company])).toBe(false);
  expect(namesSomebodyElse(named('주식회사나눔물류'), [company])).toBe(true);
});

it('whoever has an order in a bundle is its recipient', () => {
  expect(namesSomebodyElse(named('김철수'), [hong, named('김철수')])).toBe(false);
});

it('phones decide where names do not', () => {
  expect(namesSomebodyElse(named('', '01023456789'), [hong])).toBe(false);
  expect(namesSomebodyElse(named('', '1023456789'), [hong])).toBe(false);
  expect(namesSomebodyElse(named('', '010-9999-0000'), [hong])).toBe(true);
  expect(namesSomebodyElse(named('홍*동', '010-9999-0000'), [hong])).toBe(true);
  expect(namesSomebodyElse(named('홍길동', '010-9999-0000'), [hong])).toBe(false);
  expect(namesSomebodyElse(named('김철수', '010-2345-6789'), [hong])).toBe(true);
});

it('what is empty, masked or a safe number contradicts nothing', () => {
  expect(namesSomebodyElse(named('', '010-****-0000'), [hong])).toBe(false);
  expect(namesSomebodyElse(named('', '0504-123-45678'), [hong])).toBe(false);
  expect(namesSomebodyElse(named('김철수', '010-9999-0000'), [named('', '')])).toBe(false);
  expect(namesSomebodyElse(named('김철수'), [])).toBe(false);
});
