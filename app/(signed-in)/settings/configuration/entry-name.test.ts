import { createTranslator } from 'next-intl';
import { expect, it } from 'vitest';
import { en } from '@/messages/en';
import { entryName } from './entry-name';

const t = createTranslator({ locale: 'en', messages: en, namespace: 'configuration' });

it('calls a setting of the mall as its screen does, and all else by its own name', () => {
  expect(entryName(t, { section: 'mall', name: 'usualContract' })).toBe('Usual courier');
  expect(entryName(t, { section: 'mall', name: '#2' })).toBe('#2');
  const name = 'orders Kakao Order no. · Name';
  expect(entryName(t, { section: 'columnMappings', name })).toBe('Orders Kakao Order no. · Name');
  expect(entryName(t, { section: 'printers', name: 'autopilot' })).toBe('autopilot');
});
