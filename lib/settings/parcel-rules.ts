import { sql } from 'drizzle-orm';
import { oneRow, rows } from '@/db/rows';
import type { ParcelConditions } from '@/db/schema/invoicing';
import type { RemotePostcodes } from '@/db/schema/tenancy';
import { type Ctx, readMall } from '@/lib/context';
import type { ParcelRuleKind } from '@/lib/shipments/holds/parcel-rules';
import { remotePostcodesOf } from '@/lib/shipments/holds/remote-areas';

export type { ParcelConditions, RemotePostcodes };

export type ParcelRuleRow = {
  id: number;
  kind: ParcelRuleKind;
  name: string;
  isActive: boolean;
  conditions: ParcelConditions;
  courierAccountId: number | null;
  accountName: string | null;
};

export type Choice = { id: number; name: string };

export type RuleSettings = {
  courier: ParcelRuleRow[];
  hold: ParcelRuleRow[];
  usualAccountId: number | null;
  remotePostcodes: readonly RemotePostcodes[];
  /** Drawn by this mall, not the built-in list. */
  isOwnList: boolean;
  channels: Choice[];
  suppliers: Choice[];
  accounts: Choice[];
};

/** 배송 규칙: the rules in their order, and what they can name. */
export async function ruleSettings(ctx: Ctx): Promise<RuleSettings> {
  return readMall(ctx, async (tx) => {
    const found = await rows<ParcelRuleRow>(
      tx,
      sql`
      select rule.id, rule.kind, rule.name, rule.is_active as "isActive", rule.conditions,
        rule.courier_account_id as "courierAccountId", account.name as "accountName"
      from parcel_rules rule
      left join courier_accounts account
        on account.mall_id = rule.mall_id and account.id = rule.courier_account_id
      where rule.mall_id = ${ctx.mallId} and rule.removed_at is null
      order by rule.rank, rule.id`,
    );
    const { usualAccountId } = await oneRow<{ usualAccountId: number | null }>(
      tx,
      sql`
      select usual_account_id as "usualAccountId" from mall_settings
      where mall_id = ${ctx.mallId}`,
    );
    const named = (table: string) =>
      rows<Choice>(
        tx,
        sql`
        select id, name from ${sql.raw(table)} where mall_id = ${ctx.mallId} order by name, id`,
      );
    const remote = await remotePostcodesOf(tx, ctx);
    return {
      courier: found.filter(({ kind }) => kind === 'courier'),
      hold: found.filter(({ kind }) => kind === 'hold'),
      usualAccountId,
      remotePostcodes: remote.ranges,
      isOwnList: remote.isOwn,
      channels: await named('channels'),
      suppliers: await named('suppliers'),
      accounts: await named('courier_accounts'),
    };
  });
}
