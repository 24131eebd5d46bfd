import { sql } from 'drizzle-orm';
import { oneRow, type Tx } from '@/db/rows';
import type { Recipient } from '@/lib/channels/channel';
import type { Ctx } from '@/lib/context';
import { type RecipientKeys, recipientKeys } from '@/lib/recipients/key';
import { type Columns, insertRows } from './bulk';

type RecipientRow = { id: number; recipient: Recipient; keys: RecipientKeys };

/** The mall's own secret behind its recipient keys. */
export async function recipientKeyOf(tx: Tx, ctx: Pick<Ctx, 'mallId'>): Promise<string> {
  const settings = await oneRow<{ key: string }>(
    tx,
    sql`select recipient_key as key from mall_settings where mall_id = ${ctx.mallId}`,
  );
  return settings.key;
}

/** Writes recipients under ids that the caller reserved, with what is compared of them. */
export async function insertRecipients(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  recipients: readonly { id: number; recipient: Recipient }[],
): Promise<void> {
  if (recipients.length === 0) return;
  const mallKey = await recipientKeyOf(tx, ctx);
  const keyed = recipients.map((row) => ({ ...row, keys: recipientKeys(row.recipient, mallKey) }));
  await insertRows(tx, ctx, { table: 'recipients', columns }, keyed);
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
