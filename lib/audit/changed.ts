import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';

type Fields = Record<string, unknown>;

export type Changed = { before: Fields; after: Fields };

/** The fields that are not what they were, as the audit log keeps them. */
export function changedFields(before: Fields | null, after: Fields | null): Changed {
  const changed: Changed = { before: {}, after: {} };
  for (const name of Object.keys({ ...before, ...after })) {
    const [was, is] = [before?.[name] ?? null, after?.[name] ?? null];
    if (JSON.stringify(was) === JSON.stringify(is)) continue;
    changed.before[name] = was;
    changed.after[name] = is;
  }
  return changed;
}

type SettingTable =
  | 'gift_rules'
  | 'parcel_rules'
  | 'sheet_templates'
  | 'printer_profiles'
  | 'courier_accounts';

/** Never in the audit log: keys, and the hashes by which rules know people. */
const LEFT_OUT = ['mall_id', 'id', 'created_at', 'api_key_ciphertext'];

/** A setting as its row stands, locked; null for one that there is not. */
export async function settingRow(
  tx: Tx,
  ctx: Ctx,
  table: SettingTable,
  id: number | undefined,
): Promise<Fields | null> {
  if (id === undefined) return null;
  const [found] = await rows<{ standing: Fields }>(
    tx,
    sql`
    select (to_jsonb(setting) - ${sql.param(LEFT_OUT)}::text[]) #- '{conditions,people}' as standing
    from ${sql.raw(table)} setting
    where mall_id = ${ctx.mallId} and id = ${id} for update`,
  );
  return found?.standing ?? null;
}
