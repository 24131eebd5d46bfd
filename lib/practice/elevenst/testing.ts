import iconv from 'iconv-lite';
import type { ListedOrder } from '../control';
import { practiceShops } from '../shops';
import { test } from '../testing-each';

export const SHOP = '11st-daily';
/** A week that ends at the marketplaces' noon. */
export const WEEK = '202601081200/202601151200';

export function apiKey(): string {
  const shop = practiceShops.find(({ key }) => key === SHOP);
  if (shop?.marketplace !== '11st') throw new Error(`No 11번가 shop ${SHOP}`);
  return shop.credentials.apiKey;
}

export async function get(path: string, key = apiKey(), server = test.server) {
  const response = await fetch(`${server.url}/11st/rest/${path}`, {
    headers: key === '' ? {} : { openapikey: key },
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, bytes, xml: iconv.decode(bytes, 'cp949') };
}

export async function resultOf(path: string): Promise<number> {
  const { xml } = await get(path);
  return Number(/result_code>(-?\d+)</.exec(xml)?.[1]);
}

/** The values of one member over all rows of a list. */
export async function values(path: string, member: string): Promise<string[]> {
  const { xml } = await get(path);
  return [...xml.matchAll(new RegExp(`<${member}>(.*?)</${member}>`, 'g'))].map(
    ([, value = '']) => value,
  );
}

export async function makeOrders(acknowledgedShare: number, count = 40): Promise<ListedOrder[]> {
  await test.control.makeOrders({ count, seed: 7, shops: [SHOP], acknowledgedShare });
  return [...(await test.control.orders({ shop: SHOP }))];
}

/** The first unit with so many lines, at least. */
export async function oneUnit(acknowledged: boolean, lines = 1): Promise<ListedOrder> {
  const made = await makeOrders(acknowledged ? 1 : 0);
  const unit = made.find((each) => each.lines.length >= lines);
  if (!unit) throw new Error('no such unit');
  return unit;
}
