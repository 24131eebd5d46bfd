import { expect, it } from 'vitest';
import { recipientMark } from './recipient-mark';

const sent = { differs: true, isEdited: true, holdKinds: ['operator'] };

it('says that somebody edited a recipient only where somebody did', () => {
  expect(recipientMark(sent)).toBe('edited');
  expect(recipientMark({ ...sent, isEdited: false })).toBe('differs');
  expect(recipientMark({ ...sent, holdKinds: ['address_changed'] })).toBe('differs');
});

it('marks nothing that is as the channel says', () => {
  expect(recipientMark({ ...sent, differs: false })).toBeNull();
});
