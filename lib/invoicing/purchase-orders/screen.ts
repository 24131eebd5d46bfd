import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { maskName } from '@/lib/recipients/mask';
import { type SuppliedParcel, suppliedParcels } from '@/lib/shipments/lists/senders';
import { readContents, type ShipmentContent } from '../contents';
import { isSentBy, purchaseNo } from './request';

export type SupplierWork = {
  id: number;
  name: string;
  phone: string;
  email: string;
  /** Parcels that can be asked for now. */
  waiting: number;
  /** Not allocated yet. */
  unallocated: number;
  held: number;
  /** Asked for; their numbers are not back. */
  asked: number;
  /** Together in one parcel with goods that are sent from elsewhere, and can be split. */
  mixed: number;
};

export type PastPurchase = {
  id: number;
  orderNo: string;
  supplier: string;
  requestedAt: string;
  operator: string | null;
  reason: string;
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  rowCount: number;
  waiting: number;
  fileId: number | null;
  expiresAt: string | null;
};

export type PurchaseScreen = {
  suppliers: SupplierWork[];
  /** Parcels that would leave from two places, and can be split. */
  mixed: number;
  /** Goods that a supplier ships, of nobody. */
  withoutSupplier: number;
  past: PastPurchase[];
};

export async function purchaseScreen(ctx: Ctx): Promise<PurchaseScreen> {
  return readMall(ctx, async (tx) => {
    const parcels = await suppliedParcels(tx, ctx);
    const suppliers = await shippingSuppliers(tx, ctx);
    return {
      suppliers: suppliers.map((supplier) => ({ ...supplier, ...countsOf(parcels, supplier.id) })),
      mixed: parcels.filter(isMixed).length,
      withoutSupplier: await countWithoutSupplier(tx, ctx),
      past: await pastPurchases(tx, ctx),
    };
  });
}

const isMixed = ({ isSplittable, requestedExportId }: SuppliedParcel) =>
  isSplittable && requestedExportId === null;

function countsOf(parcels: readonly SuppliedParcel[], supplierId: number) {
  const own = parcels.filter(({ senders }) => isSentBy(senders, supplierId));
  const inside = own.filter(({ requestedExportId }) => requestedExportId === null);
  const free = inside.filter(({ isHeld }) => !isHeld);
  return {
    waiting: free.filter(({ stage }) => stage === 'allocated').length,
    unallocated: free.filter(({ stage }) => stage === 'ready').length,
    held: inside.length - free.length,
    asked: own.length - inside.length,
    mixed: parcels.filter((parcel) => isMixed(parcel) && parcel.senders.includes(supplierId))
      .length,
  };
}

/** Who ships anything by himself. */
function shippingSuppliers(tx: Tx, ctx: Ctx) {
  return rows<Pick<SupplierWork, 'id' | 'name' | 'phone' | 'email'>>(
    tx,
    sql`
    select supplier.id, supplier.name, supplier.phone, supplier.email from suppliers supplier
    where supplier.mall_id = ${ctx.mallId} and exists (
      select from products product
      join variants variant
        on variant.mall_id = ${ctx.mallId} and variant.product_id = product.id
        and variant.is_supplier_shipped
      where product.mall_id = ${ctx.mallId} and product.supplier_id = supplier.id)
    order by supplier.name`,
  );
}

async function countWithoutSupplier(tx: Tx, ctx: Ctx): Promise<number> {
  const [found] = await rows<{ count: number }>(
    tx,
    sql`
    select count(*)::int as count from variants variant
    join products product
      on product.mall_id = ${ctx.mallId} and product.id = variant.product_id
    where variant.mall_id = ${ctx.mallId} and variant.is_supplier_shipped
      and product.supplier_id is null`,
  );
  return found?.count ?? 0;
}

const SHOWN = 50;

/** The last purchase orders, newest first. */
async function pastPurchases(tx: Tx, ctx: Ctx): Promise<PastPurchase[]> {
  const found = await rows<Omit<PastPurchase, 'orderNo'> & { nth: number }>(
    tx,
    sql`
    select export.id, (export.options->>'orderNo')::int as nth,
      coalesce(supplier.name, '-') as supplier, export.requested_at as "requestedAt",
      operator.name as operator, export.reason, export.state, export.row_count as "rowCount",
      (select count(*)::int from export_rows row
        join shipments shipment
          on shipment.mall_id = ${ctx.mallId} and shipment.id = row.shipment_id
          and shipment.requested_export_id = export.id
        where row.mall_id = ${ctx.mallId} and row.export_id = export.id) as waiting,
      case when export.state = 'done' and export.expires_at > ${ctx.now.toISOString()}
        then export.file_id end as "fileId",
      export.expires_at as "expiresAt"
    from exports export
    left join suppliers supplier
      on supplier.mall_id = export.mall_id
      and supplier.id = (export.options->>'supplierId')::bigint
    left join operators operator
      on operator.mall_id = export.mall_id and operator.user_id = export.requested_by
    where export.mall_id = ${ctx.mallId} and export.purpose = 'purchase'
    order by export.id desc limit ${SHOWN}`,
  );
  return found.map(({ nth, ...purchase }) => ({ ...purchase, orderNo: purchaseNo(nth) }));
}

export type PurchaseLine = {
  shipmentId: number;
  orderNo: string;
  recipient: string;
  stage: SuppliedParcel['stage'];
  isHeld: boolean;
  isAsked: boolean;
  /** 상품 옵션 수량, one by one. */
  items: ShipmentContent['items'];
};

const LINES_SHOWN = 200;

/** What would be asked of one supplier, for a look before it is. */
export async function purchaseLines(
  ctx: Ctx,
  supplierId: number,
): Promise<{ total: number; lines: PurchaseLine[] }> {
  return readMall(ctx, async (tx) => {
    const parcels = (await suppliedParcels(tx, ctx)).filter(({ senders }) =>
      isSentBy(senders, supplierId),
    );
    const shown = new Map(parcels.slice(0, LINES_SHOWN).map((one) => [one.shipmentId, one]));
    const contents = await readContents(tx, ctx, [...shown.keys()]);
    const lines = contents.map(({ id, orderNo, recipient, items }): PurchaseLine => {
      const parcel = shown.get(id);
      return {
        shipmentId: id,
        orderNo,
        recipient: ctx.canSeePersonalData ? recipient.name : maskName(recipient.name),
        stage: parcel?.stage ?? 'ready',
        isHeld: parcel?.isHeld ?? false,
        isAsked: parcel?.requestedExportId != null,
        items,
      };
    });
    return { total: parcels.length, lines };
  });
}
