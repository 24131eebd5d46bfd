import { sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import { changedFields, settingRow } from '@/lib/audit/changed';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall, sqlState } from '@/lib/context';
import type { CourierKey } from '@/lib/couriers/registry';
import { issuesFromRange } from '@/lib/couriers/waybill-range';
import { ExpectedError } from '@/lib/errors';
import type { LabelSize } from '@/lib/labels/label';
import { allowedBaseUrl } from '@/lib/outside/allowed-base-url';
import { seal } from '@/lib/secret-box';
import type { NumberSource } from './number-sources';

export type AccountEdit = {
  name: string;
  senderName: string;
  senderPhone: string;
  senderAddress: string;
  labelSize: LabelSize;
  numbersFrom?: NumberSource;
  apiBaseUrl?: string;
  /** Left out: the one that stands. */
  apiKey?: string;
};

export type NewAccount = AccountEdit & { courier: CourierKey; contractCode: string };

type Sealing = { encryptionKey: string };

/** A contract with a courier; its code stands once a courier. */
export async function addCourierAccount(
  ctx: Ctx,
  account: NewAccount,
  sealing: Sealing,
): Promise<number> {
  const { courier, contractCode } = account;
  return inMall(ctx, async (tx) => {
    const { id } = await oneRow<{ id: number }>(
      tx,
      sql`
      insert into courier_accounts (mall_id, courier, contract_code, name, sender_name, sender_phone,
        sender_address)
      values (${ctx.mallId}, ${courier}, ${contractCode}, ${account.name}, ${account.senderName},
        ${account.senderPhone}, ${account.senderAddress})
      returning id`,
    );
    await write(tx, ctx, { id, courier }, account, sealing);
    await recordEvent(tx, ctx, {
      verb: 'courierAccount.add',
      subject: 'setting',
      subjectId: id,
      detail: { courier, contract: contractCode },
    });
    return id;
  }).catch((error) => {
    if (sqlState(error) === '23505') throw new ExpectedError('couriers.errors.contractTaken');
    throw error;
  });
}

/** Courier and contract stay: the numbers that were handed out belong to them. */
export async function editCourierAccount(
  ctx: Ctx,
  { id, ...edit }: AccountEdit & { id: number },
  sealing: Sealing,
): Promise<{ name: string }> {
  return inMall(ctx, async (tx) => {
    const [account] = await rows<{ id: number; courier: CourierKey }>(
      tx,
      sql`
      select id, courier from courier_accounts
      where mall_id = ${ctx.mallId} and id = ${id} for update`,
    );
    if (!account) throw new ExpectedError('errors.notFound');
    const before = await settingRow(tx, ctx, 'courier_accounts', id);
    await write(tx, ctx, account, edit, sealing);
    await recordEvent(tx, ctx, {
      verb: 'courierAccount.edit',
      subject: 'setting',
      subjectId: id,
      detail: {
        name: edit.name,
        numbers: edit.numbersFrom ?? 'range',
        ...changedFields(before, await settingRow(tx, ctx, 'courier_accounts', id)),
        isKeyNew: Boolean(edit.apiKey),
      },
    });
    return { name: edit.name };
  });
}

async function write(
  tx: Tx,
  ctx: Ctx,
  { id, courier }: { id: number; courier: CourierKey },
  edit: AccountEdit,
  sealing: Sealing,
) {
  const numbersFrom = sourceFor(courier, edit.numbersFrom ?? 'range');
  const apiBaseUrl = await allowedBaseUrl(tx, ctx, edit.apiBaseUrl ?? '');
  const place = apiKeyPlace(ctx, id);
  const sealed = edit.apiKey ? seal(sealing.encryptionKey, place, edit.apiKey) : null;
  const { isComplete } = await oneRow<{ isComplete: boolean }>(
    tx,
    sql`
    update courier_accounts
    set name = ${edit.name}, sender_name = ${edit.senderName}, sender_phone = ${edit.senderPhone},
      sender_address = ${edit.senderAddress}, label_size = ${edit.labelSize},
      numbers_from = ${numbersFrom}, api_base_url = ${apiBaseUrl},
      api_key_ciphertext = case
        when ${sealed}::text is not null then ${sealed}
        when api_base_url is not distinct from ${apiBaseUrl} then api_key_ciphertext end
    where mall_id = ${ctx.mallId} and id = ${id}
    returning numbers_from <> 'api' or (api_base_url is not null and api_key_ciphertext is not null)
      as "isComplete"`,
  );
  if (!isComplete) throw new ExpectedError('couriers.errors.apiIncomplete');
}

/** Where no check digit is certain, numbers cannot be counted up. */
function sourceFor(courier: CourierKey, wished: NumberSource): NumberSource {
  return wished === 'range' && !issuesFromRange(courier) ? 'list' : wished;
}

/** The row that an API key stands sealed for. */
export function apiKeyPlace({ mallId }: Pick<Ctx, 'mallId'>, accountId: number) {
  return { mallId, table: 'courier_accounts', row: accountId };
}
