import { sql } from 'drizzle-orm';
import { type Columns, type Insertion, insertAll, insertion } from '@/db/bulk';
import { oneRow, type Tx } from '@/db/rows';
import type { Recipient } from '@/lib/channels/collected';
import type { Ctx } from '@/lib/context';
import { type RecipientKeys, recipientKeys } from '@/lib/recipients/key';

export type NewRecipient = { id: number; recipient: Recipient };

type RecipientRow = NewRecipient & { keys: RecipientKeys };

/** Keys take longer than the rest: the database writes one portion while the next is keyed. */
const KEYED_AT_ONCE = 1_000;

/** The mall's own secret behind its recipient keys. */
export async function recipientKeyOf(tx: Tx, ctx: Pick<Ctx, 'mallId'>): Promise<string> {
  const settings = await oneRow<{ key: string }>(
    tx,
    sql`select recipient_key as key from mall_settings where mall_id = ${ctx.mallId}`,
  );
  return settings.key;
}

/** Recipients under ids that the caller reserved, with what is compared of them. */
export function* recipientInsertions(
  mallKey: string,
  recipients: readonly NewRecipient[],
): Iterable<Insertion> {
  for (let start = 0; start < recipients.length; start += KEYED_AT_ONCE) {
    const chunk = recipients.slice(start, start + KEYED_AT_ONCE);
    const keyed = chunk.map((row) => ({ ...row, keys: recipientKeys(row.recipient, mallKey) }));
    yield insertion({ table: 'recipients', columns }, keyed);
  }
}

export async function insertRecipients(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  recipients: readonly NewRecipient[],
): Promise<void> {
  if (recipients.length === 0) return;
  const mallKey = await recipientKeyOf(tx, ctx);
  await insertAll(tx, ctx, recipientInsertions(mallKey, recipients));
}

const columns: Columns<RecipientRow> = {
  id: ['bigint', (row) => row.id],
  name: ['text', (row) => row.recipient.name],
  phone: ['text', (row) => row.recipient.phone],
  mobile: ['text', (row) => row.recipient.mobile],
  postcode: ['text', (row) => row.recipient.postcode],
  address1: ['text', (row) => row.recipient.address1],
  address2: ['text', (row) => row.recipient.address2],
  note: ['text', (row) => row.recipient.note],
  name_key: ['uuid', (row) => row.keys.nameKey],
  address_key: ['uuid', (row) => row.keys.addressKey],
  place_key: ['uuid', (row) => row.keys.placeKey],
  phone_key: ['uuid', (row) => row.keys.phoneKey],
  mobile_key: ['uuid', (row) => row.keys.mobileKey],
  phone_class: ['text', (row) => row.keys.phoneClass],
  mobile_class: ['text', (row) => row.keys.mobileClass],
  is_road_address: ['boolean', (row) => row.keys.isRoadAddress],
  has_unit: ['boolean', (row) => row.keys.hasUnit],
  is_domestic: ['boolean', (row) => row.keys.isDomestic],
  key_version: ['int', (row) => row.keys.keyVersion],
};
