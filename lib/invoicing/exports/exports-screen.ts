import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';

export type PastExport = {
  id: number;
  requestedAt: string;
  operator: string | null;
  isOwn: boolean;
  /** Not a purchase order for a supplier. */
  isForCourier: boolean;
  templateName: string;
  format: 'xlsx' | 'csv';
  reason: string;
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  /** There was no room for its file. */
  lacksRoom: boolean;
  rowCount: number;
  doneCount: number;
  /** While its file is kept. */
  fileId: number | null;
  expiresAt: string | null;
  /** Shipments that still wait for this request's numbers. */
  waiting: number;
};

const SHOWN = 50;

/** What 엑셀다운 stands for: the last request of whoever looks, who alone knows its password. */
export const lastOwnExport = (exports: readonly PastExport[]): PastExport | null =>
  exports.find((one) => one.isOwn && one.isForCourier && one.state !== 'cancelled') ?? null;

/** 엑셀다운이력: the last requests, newest first. */
export async function pastExports(ctx: Ctx): Promise<PastExport[]> {
  return readMall(ctx, (tx) =>
    rows<PastExport>(
      tx,
      sql`
      select export.id, export.requested_at as "requestedAt", operator.name as operator,
        coalesce(export.requested_by = ${ctx.userId}, false) as "isOwn",
        export.purpose = 'waybills' as "isForCourier",
        export.template_name as "templateName", export.options->>'format' as format, export.reason,
        export.state, export.state = 'failed' and export.error is not distinct from 'noRoom' as "lacksRoom",
        export.row_count as "rowCount", export.done_count as "doneCount",
        case when export.state = 'done' and export.expires_at > ${ctx.now.toISOString()}
          then export.file_id end as "fileId",
        export.expires_at as "expiresAt",
        case when export.state = 'cancelled' then 0 else (
          select count(*)::int from export_rows row
          join shipments shipment
            on shipment.mall_id = ${ctx.mallId} and shipment.id = row.shipment_id
            and shipment.requested_export_id = export.id
          where row.mall_id = ${ctx.mallId} and row.export_id = export.id) end as waiting
      from exports export
      left join operators operator
        on operator.mall_id = export.mall_id and operator.user_id = export.requested_by
      where export.mall_id = ${ctx.mallId} and export.purpose in ('waybills', 'purchase')
      order by export.id desc limit ${SHOWN}`,
    ),
  );
}
