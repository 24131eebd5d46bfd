import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { orderTemplate } from '@/lib/sheets/order-template';
import { writeXlsx } from '@/lib/sheets/write-xlsx';

export type SheetFile = { name: string; bytes: Uint8Array };

/** The sheet to fill in for a channel (엑셀등록양식): a header, one example, lists to choose from. */
export async function registrationTemplate(ctx: Ctx, channelId: number): Promise<SheetFile> {
  const [channel] = await readMall(ctx, (tx) =>
    rows<{ name: string }>(
      tx,
      sql`select name from channels where mall_id = ${ctx.mallId} and id = ${channelId}`,
    ),
  );
  if (!channel) throw new ExpectedError('errors.notFound');
  const columnsWhere = (is: (column: (typeof orderTemplate)[number]) => boolean) =>
    orderTemplate.flatMap((column, index) => (is(column) ? index : []));
  const bytes = await writeXlsx({
    sheetName: '주문등록',
    headers: orderTemplate.map(({ header }) => header),
    rows: [orderTemplate.map(({ example }) => example)],
    textColumns: columnsWhere(({ text }) => text),
    dropdowns: orderTemplate.flatMap(({ choices }, column) => (choices ? { column, choices } : [])),
  });
  return { name: `주문등록양식_${channel.name}.xlsx`, bytes };
}
