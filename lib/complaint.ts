import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** A schema's own message that is a key of the message files: `register.phoneInvalid`. */
const MESSAGE_KEY = /^[a-z][A-Za-z]*(\.[a-z][A-Za-z]*)+$/;

/** Which sentence says what is wrong with a field. */
export function complaint(issue: Issue): [key: string, values?: Record<string, string | number>] {
  if (MESSAGE_KEY.test(issue.message)) return [issue.message];
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return ['errors.required'];
      if (issue.expected === 'int') return ['errors.notWhole'];
      return [issue.expected === 'number' ? 'errors.notNumber' : 'errors.invalid'];
    case 'too_small':
      if (issue.origin === 'array') return ['errors.noneChosen'];
      if (issue.origin !== 'string') return ['errors.tooSmall', { minimum: Number(issue.minimum) }];
      if (Number(issue.minimum) === 1) return ['errors.required'];
      return ['errors.tooShort', { minimum: Number(issue.minimum) }];
    case 'too_big':
      if (issue.origin === 'string') return ['errors.tooLong', { maximum: Number(issue.maximum) }];
      if (issue.origin === 'array') return ['errors.tooMany', { maximum: Number(issue.maximum) }];
      return ['errors.tooBig', { maximum: Number(issue.maximum) }];
    default:
      return ['errors.invalid'];
  }
}
