import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { keyedSheet } from '@/lib/files/keyed-sheet';
import type { MatchKey } from '../remembered';
import { judgeMatchRows, keyName } from './import-plan';
import { columnsOf, headerNames, type Known, readMatchRow } from './match-sheet';

/** Makes rows to look at of an uploaded sheet of matches. */
export const matchUploads = keyedSheet({
  headerNames,
  columnsOf,
  judge: async (tx, ctx, columns, rows) => {
    const known = await knownNames(tx, ctx);
    const read = rows.map((row) => readMatchRow(columns, row, known));
    return judgeMatchRows(read, await knownMeanings(tx, ctx));
  },
});

async function knownNames(tx: Tx, ctx: Ctx): Promise<Known> {
  const channels = await rows<{ id: number; name: string }>(
    tx,
    sql`select id, name from channels where mall_id = ${ctx.mallId}`,
  );
  const variants = await rows<{ id: number; code: string }>(
    tx,
    sql`select id, variant_code as code from variants where mall_id = ${ctx.mallId}`,
  );
  return {
    channelByName: new Map(channels.map(({ id, name }) => [name, id])),
    variantByCode: new Map(variants.map(({ id, code }) => [code, id])),
  };
}

async function knownMeanings(tx: Tx, ctx: Ctx): Promise<Map<string, string>> {
  const found = await rows<MatchKey & { fingerprint: string }>(
    tx,
    sql`
    select match.channel_id as "channelId", match.product_key as "productKey",
      match.option_key as "optionKey", composition.fingerprint
    from matches match
    join compositions composition
      on composition.mall_id = match.mall_id and composition.id = match.composition_id
    where match.mall_id = ${ctx.mallId}`,
  );
  return new Map(found.map((match) => [keyName(match), match.fingerprint]));
}
