import { type Answer, ok } from '../http';

/** Practice buyers never ask for an exchange; the list is there, and empty. */
export async function listExchangeRequests(): Promise<Answer> {
  return ok({ code: 200, message: 'OK', data: [], nextToken: '' });
}
