import type { ListedOrder, PracticeState } from '../control';
import { practiceMarketplace } from '../marketplaces';
import type { Practice } from '../practice';
import { countJournal } from '../store/journal';
import { issueFirstTokens } from '../store/shops';
import { type Unit, unitColumns } from '../store/units';

/** What stands on the marketplaces now, in numbers. */
export async function readState({ sql, shops }: Practice): Promise<PracticeState> {
  const units = await sql<{ shop: string; status: string; units: number; orders: number }[]>`
    select shop, status, count(*)::integer as units, count(distinct order_no)::integer as orders
    from practice.orders, unnest(statuses) as status group by shop, status`;
  const totals = await sql<{ shop: string; units: number; orders: number }[]>`
    select shop, count(*)::integer as units, count(distinct order_no)::integer as orders
    from practice.orders group by shop`;
  const [others] = await sql<{ claims: number; faults: number }[]>`
    select (select count(*)::integer from practice.claims) as claims,
      (select count(*)::integer from practice.faults
        where remaining is null or remaining > 0) as faults`;
  return {
    shops: shops.map(({ key, marketplace }) => {
      const total = totals.find(({ shop }) => shop === key);
      const own = units.filter(({ shop }) => shop === key);
      return {
        shop: key,
        marketplace,
        orders: total?.orders ?? 0,
        units: total?.units ?? 0,
        byStatus: Object.fromEntries(own.map((row) => [row.status, row.units])),
      };
    }),
    journal: await countJournal(sql),
    claims: others?.claims ?? 0,
    faults: others?.faults ?? 0,
  };
}

/** Every unit with its lines, as the judge of a test reads them. */
export async function listOrders(
  { sql, shops }: Practice,
  filter: { readonly shop: string | null; readonly afterId: number },
): Promise<ListedOrder[]> {
  const units = await sql<Unit<object>[]>`
    select ${unitColumns(sql)} from practice.orders
    where id > ${filter.afterId} and (${filter.shop}::text is null or shop = ${filter.shop})
    order by id`;
  const marketplaceOf = new Map(shops.map(({ key, marketplace }) => [key, marketplace]));
  return units.flatMap((unit) => {
    const marketplace = marketplaceOf.get(unit.shop);
    if (!marketplace) return [];
    return {
      id: Number(unit.id),
      marketplace,
      shop: unit.shop,
      orderNo: unit.orderNo,
      unitNo: unit.unitNo,
      orderedAt: unit.orderedAt.toISOString(),
      statuses: unit.statuses,
      lines: practiceMarketplace(marketplace).listedLines(unit.document),
    };
  });
}

/** An empty day. Numbers go on, so that nothing of before is met again. */
export async function reset(
  { sql, clock }: Practice,
  { tokens }: { readonly tokens?: boolean | undefined },
): Promise<void> {
  await sql`
    truncate practice.orders, practice.claims, practice.journal, practice.faults,
      practice.courier_parcels, practice.courier_journal`;
  if (!tokens) return;
  await sql`truncate practice.tokens`;
  await issueFirstTokens(sql, clock());
}
