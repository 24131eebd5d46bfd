import type { MakeOrdersInput, OrdersMade } from '../control';
import { generateOrders, type PracticeOrder } from '../generate/orders';
import { groupBy } from '../group';
import { practiceChannelProducts } from '../listings';
import { practiceMarketplace } from '../marketplaces';
import type { Practice } from '../practice';
import type { Shop } from '../store/shops';
import { addUnits, type NewUnit, takeNumbers } from '../store/units';
import { refuse } from './refuse';

const DEFAULT_SPREAD_MINUTES = 11 * 60;
const DEFAULT_ACKNOWLEDGED_SHARE = 0.85;

/** Buyers come: orders of every shop, numbered on from the last. */
export async function makeOrders(practice: Practice, input: MakeOrdersInput): Promise<OrdersMade> {
  const shops = input.shops ? named(practice, input.shops) : practice.shops;
  const seed = input.seed ?? Math.floor(practice.random() * 2 ** 31);
  const orders = generateOrders({
    seed,
    now: input.now ? new Date(input.now) : practice.clock(),
    count: input.count,
    shops,
    products: practiceChannelProducts,
    spreadMinutes: input.spreadMinutes ?? DEFAULT_SPREAD_MINUTES,
    acknowledgedShare: input.acknowledgedShare ?? DEFAULT_ACKNOWLEDGED_SHARE,
    giftShare: input.giftShare ?? 0,
    marketShippedShare: input.marketShippedShare ?? 0,
    shares: input.shares,
    nearMatches: input.nearMatches,
    newProducts: input.newProducts,
  });
  const byShop = groupBy(orders, ({ shopKey }) => shopKey);
  await practice.sql.begin(async (tx) => {
    for (const shop of shops) {
      const made = byShop.get(shop.key) ?? [];
      const first = await takeNumbers(tx, shop.key, 'order', made.length);
      await addUnits(
        tx,
        made.flatMap((order, index) => unitsOf(shop, order, first + index)),
      );
    }
  });
  const counts = shops.map(({ key }) => ({ shop: key, ...counted(byShop.get(key) ?? []) }));
  return { seed, ...counted(orders), shops: counts };
}

function named({ shops }: Practice, keys: readonly string[]): Shop[] {
  return keys.map(
    (key) => shops.find((shop) => shop.key === key) ?? refuse(400, `No practice shop '${key}'.`),
  );
}

function counted(orders: readonly PracticeOrder[]) {
  return { orders: orders.length, lines: orders.reduce((sum, { lines }) => sum + lines.length, 0) };
}

function unitsOf(shop: Shop, order: PracticeOrder, number: number): NewUnit[] {
  const { orderedAt, paidAt } = order;
  const made = practiceMarketplace(shop.marketplace).unitsOf(order, shop, number);
  return made.map((unit) => ({ ...unit, shop: shop.key, orderedAt, paidAt }));
}
