import { Refusal } from '../http';

export function refuse(status: number, message: string): never {
  throw new Refusal({ status, body: { message } });
}
