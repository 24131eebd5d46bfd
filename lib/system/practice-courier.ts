import { sql } from 'drizzle-orm';
import { oneRow, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { practiceCourier } from '@/lib/practice/courier/contract';
import { seal } from '@/lib/secret-box';

/** A contract whose numbers come from the practice courier's API, wherever that answers now. */
export async function openPracticeCourier(
  tx: Tx,
  ctx: Ctx,
  practiceUrl: string,
  encryptionKey: string,
): Promise<void> {
  const { id } = await oneRow<{ id: number }>(
    tx,
    sql`
    insert into courier_accounts (mall_id, courier, contract_code, name, sender_name, sender_phone,
      sender_address, numbers_from, api_base_url)
    values (${ctx.mallId}, 'hanjin', ${practiceCourier.contractCode}, '한진(연습 API)',
      '모아 연습몰', '02-1234-5600', '경기도 이천시 마장면 물류로 12', 'api',
      ${practiceUrl + practiceCourier.path})
    on conflict (mall_id, courier, contract_code)
      do update set api_base_url = excluded.api_base_url
    returning id`,
  );
  const place = { mallId: ctx.mallId, table: 'courier_accounts', row: id };
  await tx.execute(sql`
    update courier_accounts
    set api_key_ciphertext = ${seal(encryptionKey, place, practiceCourier.apiKey)}
    where mall_id = ${ctx.mallId} and id = ${id} and api_key_ciphertext is null`);
}
