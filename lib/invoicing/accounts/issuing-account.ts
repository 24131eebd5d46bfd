import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { type CourierKey, isCourierKey } from '@/lib/couriers/registry';
import { ExpectedError } from '@/lib/errors';
import type { NumberSource } from './number-sources';

/** A contract as far as numbering takes it. */
export type IssuingAccount = {
  id: number;
  name: string;
  courier: CourierKey;
  contractCode: string;
  numbersFrom: NumberSource;
  apiBaseUrl: string | null;
  apiKeyCiphertext: string | null;
  sender: { name: string; phone: string; address: string };
};

export async function issuingAccount(ctx: Ctx, accountId: number): Promise<IssuingAccount> {
  const [account] = await readMall(ctx, (tx) =>
    rows<Omit<IssuingAccount, 'courier'> & { courier: string }>(
      tx,
      sql`
      select id, name, courier, contract_code as "contractCode", numbers_from as "numbersFrom",
        api_base_url as "apiBaseUrl", api_key_ciphertext as "apiKeyCiphertext",
        jsonb_build_object('name', sender_name, 'phone', sender_phone,
          'address', sender_address) as sender
      from courier_accounts where mall_id = ${ctx.mallId} and id = ${accountId}`,
    ),
  );
  if (!account || !isCourierKey(account.courier)) throw new ExpectedError('errors.notFound');
  return { ...account, courier: account.courier };
}
