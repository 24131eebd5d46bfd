import { sql } from 'drizzle-orm';
import { oneRow, rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { maskName } from '@/lib/recipients/mask';
import { guessOrderColumns } from '@/lib/sheets/formats/guess-order-columns';
import type { OrderSheetField } from '@/lib/sheets/formats/order-fields';
import { orderFormatOf } from '@/lib/sheets/formats/order-formats';
import {
  recogniseOrderSheet,
  suggestOrderColumns,
} from '@/lib/sheets/formats/recognise-order-sheet';
import type { FieldProblem } from './cells';
import { columnsOf, fieldsOf } from './columns';
import { isMended } from './mended';
import { rememberedMapping } from './store';

export const outcomeFilters = ['all', 'bad', 'warned', 'new', 'known'] as const;
export type OutcomeFilter = (typeof outcomeFilters)[number];

export type PreviewRow = {
  rowNo: number;
  outcome: 'new' | 'known' | 'bad' | 'warned' | 'committed' | 'mended';
  problems: FieldProblem[];
  orderNo: string;
  recipientName: string;
  productName: string;
  option: string;
  quantity: number | null;
};

export type UploadPreview = {
  counts: Record<OutcomeFilter, number>;
  rows: PreviewRow[];
  /** Continue after this row number; null at the end. */
  nextAfter: number | null;
  /** The seller centre whose file it is; null where the operator picked the columns. */
  formatName: string | null;
};

const SHOWN_ROWS = 100;

const OUTCOMES: Record<OutcomeFilter, readonly PreviewRow['outcome'][]> = {
  all: ['new', 'warned', 'committed', 'known', 'mended', 'bad'],
  warned: ['warned'],
  new: ['new', 'warned', 'committed'],
  known: ['known', 'mended'],
  bad: ['bad'],
};

/** The rows of an upload with what became, or would become, of each. */
export async function uploadPreview(
  ctx: Ctx,
  { uploadId, filter, after }: { uploadId: number; filter: OutcomeFilter; after: number },
): Promise<UploadPreview> {
  return readMall(ctx, async (tx) => {
    const counted = await rows<{ outcome: PreviewRow['outcome']; count: number }>(
      tx,
      sql`
      select outcome, count(*)::int as count from (${judgedRows(ctx, uploadId)}) as judged
      group by outcome`,
    );
    const found = await rows<PreviewRow>(
      tx,
      sql`
      with page as (
        select * from (${judgedRows(ctx, uploadId)}) as judged
        where row_no > ${after} and outcome = any(${sql.param([...OUTCOMES[filter]])}::text[])
        order by row_no limit ${SHOWN_ROWS + 1}
      )
      select page.row_no as "rowNo", page.outcome, values->'problems' as problems,
        coalesce(values->>'mendedAs', values->>'orderNo', '') as "orderNo",
        coalesce(values->'line'->'recipient'->>'name', values->'said'->>'recipientName',
          recipient.name, '') as "recipientName",
        coalesce(values->'line'->>'productName', values->'said'->>'productName',
          line.product_name, '') as "productName",
        coalesce(values->'line'->>'option', values->'said'->>'option', line.option, '') as option,
        coalesce((values->'line'->>'quantity')::int, line.qty) as quantity
      from page
      left join order_lines line on line.mall_id = ${ctx.mallId}
        and line.channel_id = page.channel_id and line.line_key = page.values->>'lineKey'
      left join recipients recipient
        on recipient.mall_id = ${ctx.mallId} and recipient.id = line.recipient_id
      order by page.row_no`,
    );
    const { headers } = await oneRow<{ headers: string[] }>(
      tx,
      sql`
      select coalesce(headers, '[]') as headers from uploads
      where mall_id = ${ctx.mallId} and id = ${uploadId}`,
    );
    const shown = found.slice(0, SHOWN_ROWS);
    const format = recogniseOrderSheet(headers)?.format;
    return {
      counts: countsOf(counted),
      rows: shown.map((row) => masked(ctx, row)),
      nextAfter: found.length > SHOWN_ROWS ? (shown.at(-1)?.rowNo ?? null) : null,
      formatName: format ? orderFormatOf(format).koreanName : null,
    };
  });
}

/** A registered row keeps no more than its key: what it said stands in its order. */
const judgedRows = (ctx: Ctx, uploadId: number) => sql`
  select row.row_no, row.values, upload.channel_id,
    case when ${isMended} then 'mended' else row.outcome end as outcome
  from upload_rows row
  join uploads upload on upload.mall_id = row.mall_id and upload.id = row.upload_id
  where row.mall_id = ${ctx.mallId} and row.upload_id = ${uploadId}`;

export type ColumnPicker = {
  headers: string[];
  /** What each column would mean, as remembered or guessed. */
  fields: (OrderSheetField | null)[];
  /** Whether that is no more than likely, by the words of its header. */
  isGuess: boolean[];
  /** The first rows, as texts; none for those who may not see personal data. */
  sample: string[][];
};

/** The columns of an upload, for the operator to say what they mean. */
export async function columnPicker(ctx: Ctx, uploadId: number): Promise<ColumnPicker> {
  return readMall(ctx, async (tx) => {
    const { headers, channelId } = await oneRow<{ headers: string[]; channelId: number }>(
      tx,
      sql`
      select coalesce(headers, '[]') as headers, channel_id as "channelId" from uploads
      where mall_id = ${ctx.mallId} and id = ${uploadId}`,
    );
    const sample = await rows<{ cells: (string | number | null)[] }>(
      tx,
      sql`
      select cells from upload_rows
      where mall_id = ${ctx.mallId} and upload_id = ${uploadId} and jsonb_array_length(cells) > 0
      order by row_no limit 3`,
    );
    const mapping = await rememberedMapping(tx, ctx, channelId, headers);
    const known = mapping ? columnsOf(headers, mapping) : suggestOrderColumns(headers);
    // Who sees no sample could not tell a wrong guess.
    const mayGuess = !mapping && ctx.canSeePersonalData;
    const guessed = mayGuess ? guessOrderColumns(headers, known) : {};
    const guessedColumns = Object.values(guessed);
    return {
      headers,
      fields: fieldsOf(headers, { ...known, ...guessed }),
      isGuess: headers.map((_, column) => guessedColumns.includes(column)),
      sample: (ctx.canSeePersonalData ? sample : []).map(({ cells }) =>
        headers.map((_, column) => String(cells[column] ?? '')),
      ),
    };
  });
}

function countsOf(counted: readonly { outcome: PreviewRow['outcome']; count: number }[]) {
  const of = (filter: OutcomeFilter) =>
    counted
      .filter(({ outcome }) => OUTCOMES[filter].includes(outcome))
      .reduce((total, { count }) => total + count, 0);
  return {
    all: of('all'),
    bad: of('bad'),
    warned: of('warned'),
    new: of('new'),
    known: of('known'),
  };
}

function masked(ctx: Ctx, row: PreviewRow): PreviewRow {
  if (ctx.canSeePersonalData) return row;
  const problems = row.problems.map((problem) => ({ ...problem, shown: '' }));
  return { ...row, recipientName: maskName(row.recipientName), problems };
}
