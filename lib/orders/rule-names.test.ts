import { expect, it } from 'vitest';
import { en } from '@/messages/en';
import { ko } from '@/messages/ko';
import { ruleName } from './rule-names';

const HIGHEST = 999;

it('every decision about a parcel is said in words in the timeline of its order', () => {
  const names = Array.from({ length: HIGHEST }, (_, number) => ruleName(number) ?? '').filter(
    (name) => name !== '' && !name.endsWith('.unknown'),
  );
  expect(names.length).toBeGreaterThan(40);
  for (const { order } of [ko, en]) {
    const rules: Record<string, Record<string, string>> = order.timeline.rules;
    const silent = names.filter((name) => {
      const [stage = '', rule = ''] = name.split('.');
      return !rules[stage]?.[rule];
    });
    expect(silent).toEqual([]);
  }
});
