import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { keepJudged } from '@/lib/files/keep-judged';
import { type LeasedUpload, settleUpload, type UploadReader } from '@/lib/files/read-upload';
import type { Lease } from '@/lib/jobs/lease';
import type { SheetPart } from '@/lib/sheets/child-messages';
import { collectSheet } from '@/lib/sheets/parse-in-child';
import { judgeMatchRows, keyName } from './import-plan';
import { columnsOf, headerNames, type Known, readMatchRow } from './match-sheet';
import type { MatchKey } from './remembered';

/** Makes rows to look at of an uploaded sheet of matches. */
export const matchUploads: UploadReader = { headerNames: async () => headerNames, read };

async function read(
  ctx: Ctx,
  upload: LeasedUpload & { lease: Lease },
  parts: AsyncIterable<SheetPart>,
): Promise<void> {
  const sheet = await collectSheet(parts);
  const columns = columnsOf(sheet.headers);
  await inMall(ctx, async (tx) => {
    if (!columns) {
      await settleUpload(tx, ctx, upload.lease, { state: 'failed', error: 'noColumns' });
      return;
    }
    const known = await knownNames(tx, ctx);
    const read = sheet.rows.map((row) => readMatchRow(columns, row, known));
    const judged = judgeMatchRows(read, await knownMeanings(tx, ctx));
    await keepJudged(tx, ctx, upload, { headers: sheet.headers, judged });
  });
}

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
