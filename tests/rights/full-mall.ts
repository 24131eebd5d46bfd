import { sql } from 'drizzle-orm';
import { type Ctx, inMall } from '@/lib/context';

/** What a mall has beside its orders, so that an id of each kind is somebody's. */
export async function fillShelves(ctx: Ctx): Promise<void> {
  const { mallId } = ctx;
  const template = {
    koreanName: '우리 양식',
    rowPer: 'shipment',
    columns: [{ header: '받는분', value: { fixed: '-' } }],
  };
  const statements = [
    sql`insert into suppliers (mall_id, name) values (${mallId}, '첫째상사'), (${mallId}, '둘째상사')`,
    sql`insert into printer_profiles (mall_id, name, label_size, offset_x_tenths, offset_y_tenths,
        rotation, copies, page_order)
      values (${mallId}, '포장대', '100x150', 0, 0, 0, 1, 'sequence')`,
    sql`insert into sheet_templates (mall_id, name, courier, layout)
      values (${mallId}, '우리 양식', 'hanjin', ${JSON.stringify(template)}::jsonb)`,
    sql`insert into notifications (mall_id, kind, subject, values)
      values (${mallId}, 'collection_failed', 'channel', '{}'::jsonb)`,
    sql`insert into notification_targets (mall_id, way, address, kinds, created_at)
      values (${mallId}, 'email', 'team@example.test', '{}', now())`,
  ];
  await inMall(ctx, async (tx) => {
    for (const statement of statements) await tx.execute(statement);
  });
}
