import type { ChannelProduct } from '../listings';
import type { Marketplace } from '../shops';
import { type BasketLine, fillBasket, lineOf, type Shelf, shelfOf } from './basket';
import { type Visit, visitsOf } from './buyers';
import { assortmentOf } from './new-products';
import { relayNumber } from './people';
import { type Random, seededRandom } from './random';

/** An order before a marketplace has given it its number and form. */
export interface PracticeOrder {
  readonly shopKey: string;
  readonly orderedAt: Date;
  readonly paidAt: Date;
  /** The seller has acknowledged it already: 배송준비중. */
  readonly isAcknowledged: boolean;
  readonly ordererName: string;
  readonly memberId: string;
  readonly recipient: PracticeRecipient;
  readonly freight: 'free' | 'prepaid' | 'collect';
  readonly shippingFeeWon: number;
  /** What the carrier asks on top for islands. */
  readonly remoteFeeWon: number;
  readonly lines: readonly BasketLine[];
  /** Nobody has accepted the gift yet. */
  readonly isWaitingGift: boolean;
  readonly isMarketShipped: boolean;
}

interface PracticeRecipient {
  readonly name: string;
  readonly mobile: string;
  readonly landline: string;
  /** Another one for every order, whoever orders. */
  readonly relayPhone: string;
  /** The buyer hides the real number from the seller. */
  readonly isPhoneHidden: boolean;
  readonly postcode: string;
  readonly address1: string;
  readonly address2: string;
  readonly message: string;
}

export interface GenerateInput {
  readonly seed: number;
  readonly now: Date;
  readonly count: number;
  readonly shops: readonly { readonly key: string; readonly marketplace: Marketplace }[];
  readonly products: readonly ChannelProduct[];
  readonly spreadMinutes: number;
  readonly acknowledgedShare: number;
  readonly giftShare?: number;
  readonly marketShippedShare?: number;
  /** How much of the custom a shop has, by its key. */
  readonly shares?: Readonly<Record<string, number>> | undefined;
  /** So many buyers are written in two ways; as it comes where nobody says. */
  readonly nearMatches?: number | undefined;
  /** So many listings that nobody has matched yet are sold, each at least once. */
  readonly newProducts?: number | undefined;
}

const MINUTE = 60_000;
/** Where 착불 can be said. */
const paysCollect: readonly Marketplace[] = ['cafe24', 'smartstore', '11st', 'auction', 'gmarket'];
const FREE_SHIPPING_FROM_WON = 30_000;
const SHIPPING_FEE_WON = 3_000;
const REMOTE_FEE_WON = 3_000;

const MESSAGES = [
  [30, ''],
  [20, '문 앞에 놓아주세요'],
  [10, '부재 시 경비실에 맡겨주세요'],
  [8, '배송 전 연락 바랍니다'],
  [8, '택배함에 넣어주세요'],
  [5, '직접 받고 부재 시 문 앞'],
  [3, '벨 누르지 마세요. 아기가 자요'],
  [2, '공동현관 비밀번호는 배송 기사님께 문자로 드릴게요'],
  [1, '파손되지 않게 조심히 부탁드려요 ^^'],
] as const;

/** Believable orders of the hours before `now`, oldest first; the same input gives the same orders. */
export function generateOrders(input: GenerateInput): PracticeOrder[] {
  const random = seededRandom(input.seed);
  const { sold, novelties } = assortmentOf(input);
  const shelves = shelvesOf(input, sold);
  const ambientShelves = shelvesOf(
    input,
    sold.filter(({ temperature }) => temperature === 'ambient'),
  );
  const shops = input.shops.map(({ key, marketplace }) => ({
    key,
    comparesReceivers: comparesReceivers(marketplace, input),
    share: input.shares?.[key],
  }));
  const orders: PracticeOrder[] = [];
  for (let buyer = 0; orders.length < input.count; buyer++) {
    const made = visitsOf(random, shops, nearnessOf(input, buyer));
    const firstAt = firstVisitAt(random, input);
    for (const visit of made.slice(0, input.count - orders.length)) {
      const { isComparable, shopKey } = visit;
      const shelf = (isComparable ? ambientShelves : shelves).get(shopKey) ?? [];
      const order = orderOf(random, input, shelf, visit, firstAt);
      const novelty = isComparable ? undefined : novelties.get(shopKey)?.pop();
      orders.push(novelty ? { ...order, lines: [lineOf(random, novelty)] } : order);
    }
  }
  return orders.sort((a, b) => a.orderedAt.getTime() - b.orderedAt.getTime());
}

function shelvesOf({ shops }: GenerateInput, products: readonly ChannelProduct[]) {
  return new Map(
    shops.map(({ key }) => [key, shelfOf(products.filter(({ shopKey }) => shopKey === key))]),
  );
}

/** SmartStore does too; only a day whose near matches are counted minds it. */
function comparesReceivers(marketplace: Marketplace, { nearMatches }: GenerateInput): boolean {
  return marketplace === 'coupang' || (marketplace === 'smartstore' && nearMatches !== undefined);
}

function nearnessOf({ nearMatches }: GenerateInput, buyer: number) {
  if (nearMatches === undefined) return undefined;
  return buyer < nearMatches ? 'near' : 'plain';
}

function firstVisitAt(random: Random, { now, spreadMinutes }: GenerateInput): number {
  return now.getTime() - spreadMinutes * MINUTE * random.next();
}

function orderOf(
  random: Random,
  input: GenerateInput,
  shelf: Shelf,
  visit: Visit,
  firstAt: number,
): PracticeOrder {
  const { now, acknowledgedShare, shops, giftShare = 0, marketShippedShare = 0 } = input;
  const lines = fillBasket(random, shelf);
  const amount = lines.reduce((sum, line) => sum + line.unitPriceWon * line.quantity, 0);
  const marketplace = shops.find(({ key }) => key === visit.shopKey)?.marketplace;
  const freight =
    paysCollect.some((each) => each === marketplace) && random.chance(0.05) && !visit.isComparable
      ? 'collect'
      : freightOf(amount);
  const paysInSeconds = random.integer(5, 90);
  const latest = now.getTime() - 2 * MINUTE;
  const orderedAt = Math.min(firstAt + visit.minutesLater * MINUTE, latest);
  return {
    shopKey: visit.shopKey,
    orderedAt: new Date(orderedAt),
    paidAt: new Date(orderedAt + paysInSeconds * 1000),
    isAcknowledged: random.chance(acknowledgedShare),
    ordererName: random.chance(0.9) ? visit.person.name : `${visit.person.name.slice(0, 1)}지은`,
    memberId: visit.person.memberId,
    recipient: { ...recipientOf(random, visit), ...shownPhone(input, visit, lines) },
    freight,
    shippingFeeWon: freight === 'prepaid' ? SHIPPING_FEE_WON : 0,
    remoteFeeWon: visit.address.isRemote ? REMOTE_FEE_WON : 0,
    lines,
    isWaitingGift: giftShare > 0 && random.chance(giftShare),
    isMarketShipped: marketShippedShare > 0 && random.chance(marketShippedShare),
  };
}

/**
 * Without a phone to compare, any two orders for one address are a near match; so are the lines of a
 * cart where each is an order of its own.
 */
function shownPhone(
  { nearMatches }: GenerateInput,
  { isComparable }: Visit,
  lines: readonly BasketLine[],
): Partial<PracticeRecipient> {
  const isCounted = nearMatches !== undefined;
  return isCounted && (isComparable || lines.length > 1) ? { isPhoneHidden: false } : {};
}

function freightOf(amountWon: number): PracticeOrder['freight'] {
  return amountWon >= FREE_SHIPPING_FROM_WON ? 'free' : 'prepaid';
}

function recipientOf(random: Random, { person, address }: Visit): PracticeRecipient {
  return {
    name: person.name,
    mobile: person.mobile,
    landline: person.landline,
    relayPhone: relayNumber(random),
    isPhoneHidden: random.chance(0.3),
    postcode: address.postcode,
    address1: address.address1,
    address2: address.address2,
    message: random.weighted(MESSAGES),
  };
}
