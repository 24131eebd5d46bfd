import { sql } from 'drizzle-orm';
import { oneRow, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { practiceCj } from '@/lib/practice/cj/contract';
import { practiceCourier } from '@/lib/practice/courier/contract';
import { seal } from '@/lib/secret-box';

const contracts = [
  {
    courier: 'hanjin',
    code: practiceCourier.contractCode,
    name: '한진(연습 API)',
    path: practiceCourier.path,
    key: practiceCourier.apiKey,
  },
  {
    courier: 'cj',
    code: practiceCj.customerId,
    name: '씨제이대한통운(연습 API)',
    path: practiceCj.path,
    key: practiceCj.businessNo,
  },
] as const;

/** Contracts whose numbers come from the practice couriers' APIs, wherever those answer now. */
export async function openPracticeCouriers(
  tx: Tx,
  ctx: Ctx,
  practiceUrl: string,
  encryptionKey: string,
): Promise<void> {
  for (const { courier, code, name, path, key } of contracts) {
    const { id } = await oneRow<{ id: number }>(
      tx,
      sql`
      insert into courier_accounts (mall_id, courier, contract_code, name, sender_name,
        sender_phone, sender_address, numbers_from, api_base_url)
      values (${ctx.mallId}, ${courier}, ${code}, ${name}, '모아 연습몰', '02-1234-5600',
        '경기도 이천시 마장면 물류로 12', 'api', ${practiceUrl + path})
      on conflict (mall_id, courier, contract_code)
        do update set api_base_url = excluded.api_base_url
      returning id`,
    );
    const place = { mallId: ctx.mallId, table: 'courier_accounts', row: id };
    await tx.execute(sql`
      update courier_accounts set api_key_ciphertext = ${seal(encryptionKey, place, key)}
      where mall_id = ${ctx.mallId} and id = ${id} and api_key_ciphertext is null`);
  }
}
