import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { nameIn } from '@/lib/name-in';
import { koreanDay } from '@/lib/period';
import type { NamedWorkbook } from '@/lib/sheets/workbook-content';
import { type MatchFilter, matchesWhere } from '../matches-screen';
import { matchColumns, NO_GOODS, toldColumns } from './match-sheet';

type ExportedRow = {
  channel: string;
  productCode: string;
  productName: string;
  option: string;
  variantCode: string | null;
  qty: number | null;
  goods: string | null;
  rule: number;
  operator: string | null;
  matchedAt: string;
};

const fileNames = { koreanName: '매칭정보', englishName: 'Matches' };
const MAX_ROWS = 100_000;

/** The matches that the filter finds as a sheet, in the shape in which they can be brought back. */
export async function matchesSheet(
  ctx: Ctx,
  filter: MatchFilter,
  { ruleText, locale }: { ruleText: (rule: number) => string; locale: string },
): Promise<NamedWorkbook> {
  const found = await inMall(ctx, async (tx) => {
    const found = await rows<ExportedRow>(
      tx,
      sql`
      select channel.name as channel, match.product_code as "productCode",
        match.product_name as "productName", match.option,
        variant.variant_code as "variantCode", item.qty,
        trim(product.name || ' ' || variant.option) as goods, match.rule,
        operator.name as operator, match.matched_at as "matchedAt"
      from (select match.* ${matchesWhere(ctx, filter)}) as match
      join channels channel on channel.mall_id = match.mall_id and channel.id = match.channel_id
      left join operators operator
        on operator.mall_id = match.mall_id and operator.user_id = match.matched_by
      left join composition_items item
        on item.mall_id = match.mall_id and item.composition_id = match.composition_id
      left join variants variant
        on variant.mall_id = item.mall_id and variant.id = item.variant_id
      left join products product
        on product.mall_id = variant.mall_id and product.id = variant.product_id
      order by match.id desc, variant.variant_code limit ${MAX_ROWS + 1}`,
    );
    const detail = { rows: found.length };
    await recordEvent(tx, ctx, { verb: 'match.export', subject: 'match', subjectId: null, detail });
    return found;
  });
  if (found.length > MAX_ROWS) throw new ExpectedError('match.errors.tooMany', { max: MAX_ROWS });
  const sheet = {
    sheetName: '매칭정보',
    headers: [...Object.values(matchColumns), ...toldColumns],
    rows: found.map((row) => [
      ...[row.channel, row.productCode, row.productName, row.option],
      ...[row.variantCode ?? NO_GOODS, row.qty ?? 1, row.goods ?? ''],
      ...[ruleText(row.rule), row.operator ?? '', new Date(row.matchedAt)],
    ]),
    textColumns: [0, 1, 2, 3, 4],
  };
  return { name: `${nameIn(locale, fileNames)}_${koreanDay(ctx.now)}.xlsx`, sheet };
}
