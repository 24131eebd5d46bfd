import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { nameIn } from '@/lib/name-in';
import { orderTemplate } from '@/lib/sheets/formats/order-template';
import type { NamedWorkbook } from '@/lib/sheets/workbook-content';

const templateNames = { koreanName: '주문등록양식', englishName: 'Order template' };

/** The sheet to fill in for a channel (엑셀등록양식): a header, one example, lists to choose from. */
export async function registrationTemplate(
  ctx: Ctx,
  channelId: number,
  locale: string,
): Promise<NamedWorkbook> {
  const [channel] = await readMall(ctx, (tx) =>
    rows<{ name: string }>(
      tx,
      sql`select name from channels where mall_id = ${ctx.mallId} and id = ${channelId}`,
    ),
  );
  if (!channel) throw new ExpectedError('errors.notFound');
  const columnsWhere = (is: (column: (typeof orderTemplate)[number]) => boolean) =>
    orderTemplate.flatMap((column, index) => (is(column) ? index : []));
  const sheet = {
    sheetName: '주문등록',
    headers: orderTemplate.map(({ header }) => header),
    rows: [orderTemplate.map(({ example }) => example)],
    textColumns: columnsWhere(({ text }) => text),
    dropdowns: orderTemplate.flatMap(({ choices }, column) => (choices ? { column, choices } : [])),
  };
  return { name: `${nameIn(locale, templateNames)}_${channel.name}.xlsx`, sheet };
}
