/** A person's mistake or a refused request: its message is shown, by key of the message files. */
export class ExpectedError extends Error {
  constructor(
    readonly messageKey: string,
    readonly values: Record<string, string | number> = {},
  ) {
    super(`${messageKey} ${JSON.stringify(values)}`);
    this.name = 'ExpectedError';
  }
}
