import { expect, it } from 'vitest';
import { withPostcode } from './template-rows';

it.each([
  ['(17389) 경기도 이천시 물류로 12', '17389', '경기도 이천시 물류로 12'],
  ['17389 경기도 이천시 물류로 12', '17389', '경기도 이천시 물류로 12'],
  ['경기도 이천시 물류로 12', '', '경기도 이천시 물류로 12'],
  ['', '', ''],
])('of %j the postcode is %j', (written, postcode, address) => {
  expect(withPostcode(written)).toEqual({ postcode, address });
});
