import { cjCourierApi } from '@/lib/couriers/api/cj/cj-courier-api';
import type { CourierApi } from '@/lib/couriers/api/courier-api';
import { httpCourierApi } from '@/lib/couriers/api/http-courier-api';
import { ExpectedError } from '@/lib/errors';
import { unseal } from '@/lib/secret-box';
import type { IssuingAccount } from '../accounts/issuing-account';
import { apiKeyPlace } from '../accounts/save-courier-account';

/** What reaching a courier takes from this process. */
export type CourierWorld = {
  encryptionKey: string;
  clock: () => Date;
  fetch: typeof fetch;
  signal?: AbortSignal | undefined;
};

/** The API of a contract; refuses where its address or key is not set. */
export function openCourier(
  { mallId }: { mallId: number },
  account: IssuingAccount,
  world: CourierWorld,
): CourierApi {
  const { apiBaseUrl, apiKeyCiphertext, contractCode, sender } = account;
  if (!apiBaseUrl || !apiKeyCiphertext) throw new ExpectedError('couriers.errors.apiIncomplete');
  const place = apiKeyPlace({ mallId }, account.id);
  const open = account.courier === 'cj' ? cjCourierApi : httpCourierApi;
  return open({
    mallId,
    baseUrl: apiBaseUrl,
    contractCode,
    apiKey: unseal(world.encryptionKey, place, apiKeyCiphertext),
    sender,
    fetch: world.fetch,
    now: world.clock,
    signal: world.signal,
  });
}
