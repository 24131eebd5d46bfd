import { expect, it } from 'vitest';
import { recipientMark } from './recipient-mark';

it('does not say that somebody edited an address that the channel has changed since', () => {
  expect(recipientMark({ isEdited: true, holdKinds: ['address_changed'] })).toBe('differs');
  expect(recipientMark({ isEdited: true, holdKinds: ['operator'] })).toBe('edited');
  expect(recipientMark({ isEdited: false, holdKinds: ['address_changed'] })).toBeNull();
});
