/** What went wrong between us and a marketplace. Reading calls throw one of these; writing calls turn it into unit results. */
export abstract class ChannelError extends Error {
  abstract readonly kind: 'busy' | 'unavailable' | 'answer' | 'refused';

  constructor(detail: string) {
    super(detail);
    this.name = new.target.name;
  }
}

/** The marketplace asked us to slow down. Nothing was done; call again after `retryAfterMs`. */
export class ChannelBusyError extends ChannelError {
  readonly kind = 'busy';

  constructor(readonly retryAfterMs: number) {
    super(`too many calls, wait ${retryAfterMs} ms`);
  }
}

/** No usable answer came: 5xx, a timeout, a broken line. */
export class ChannelUnavailableError extends ChannelError {
  readonly kind = 'unavailable';

  constructor(
    detail: string,
    /** False only when the request certainly never reached the marketplace. */
    readonly mayHaveArrived: boolean,
  ) {
    super(detail);
  }
}

/** An answer came that we cannot read: not JSON, or not of the documented shape. */
export class ChannelAnswerError extends ChannelError {
  readonly kind = 'answer';
}

/** After all claims that could be read: that some could not must not pass unseen. */
export function refuseUnread(faults: readonly string[]): void {
  if (faults.length > 0)
    throw new ChannelAnswerError(`${faults.length} claims cannot be read: ${faults[0]}`);
}

/** Such an answer as a whole: nothing is known of what it held, while other rows may be unread in part. */
export class ChannelBrokenAnswerError extends ChannelAnswerError {}

/** The marketplace understood and said no. */
export class ChannelRefusedError extends ChannelError {
  readonly kind = 'refused';

  constructor(
    /** `credential`: key, token, scope or IP address; a person must act. `request`: this one call. */
    readonly reason: 'credential' | 'request',
    readonly status: number,
    /** The marketplace's own code and words. */
    readonly code: string,
    detail: string,
  ) {
    super(detail);
  }
}
