import { type Answer, ok, Refusal } from '../http';

/** HTTP is 200 whatever became of the call. */
export function success(data: unknown): Answer {
  return ok({ ResultCode: 0, Message: 'Success', Data: data });
}

export function failed(message: string, resultCode = 3000): Answer {
  return ok({ ResultCode: resultCode, Message: message, Data: null });
}

export function refuse(message: string, resultCode = 3000): never {
  throw new Refusal(failed(message, resultCode));
}

export function unauthorized(message: string): never {
  throw new Refusal({ status: 401, body: { status: { message, status_code: 401 } } });
}
