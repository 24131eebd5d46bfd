import { describe, expect, it } from 'vitest';
import { lackOf } from './need';

const member = (role: Parameters<typeof lackOf>[0]['role'], canSeePersonalData = false) => ({
  role,
  canSeePersonalData,
});

describe('what somebody lacks', () => {
  it('is the least role that may, and nothing from that role on', () => {
    expect(lackOf(member('viewer'), 'operator')).toBe('operator');
    expect(lackOf(member('operator'), 'operator')).toBeUndefined();
    expect(lackOf(member('operator'), 'manager')).toBe('manager');
    expect(lackOf(member('owner'), 'manager')).toBeUndefined();
  });

  it('is nothing for looking', () => {
    expect(lackOf(member('viewer'), 'viewer')).toBeUndefined();
  });

  it('is the right to personal data, once the role is enough', () => {
    expect(lackOf(member('viewer', true), 'personalData')).toBe('operator');
    expect(lackOf(member('owner'), 'personalData')).toBe('personalData');
    expect(lackOf(member('operator', true), 'personalData')).toBeUndefined();
  });
});
