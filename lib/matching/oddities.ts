/** What looks odd about a match: a rule and the two values it compared. */
export type Oddity = { rule: OddityRule; values: readonly [number, number] };

export const oddityRules = {
  /** [price of the line's unit, price of its goods] */
  priceFar: 1,
  /** [units ordered, what is usual] */
  manyUnits: 2,
  /** [pieces that the name promises, pieces matched] */
  countDiffers: 3,
} as const;

export type OddityRule = keyof typeof oddityRules;

/** Sold for less than half or more than twice what its goods cost. */
export const FAR = 2;
export const FEWEST_THAT_ARE_MANY = 5;
const TIMES_THE_USUAL = 4;
const LINES_THAT_TELL_WHAT_IS_USUAL = 3;

export type Usual = { qty: number; lines: number };

export type LineToJudge = {
  unitPrice: number;
  qty: number;
  /** What one unit's goods cost; 0 where nobody knows or no goods are needed. */
  goodsPrice: number;
  /** Of other lines of the same key; null where nobody has asked. */
  usual: Usual | null;
};

/** What a person should look at before a line of this match leaves. */
export function odditiesOf(line: LineToJudge): Oddity[] {
  const found: Oddity[] = [];
  if (isPriceFar(line)) found.push(priceFar(line));
  if (isMany(line.qty, line.usual))
    found.push({ rule: 'manyUnits', values: [line.qty, line.usual?.qty ?? 0] });
  return found;
}

export type MatchToJudge = {
  unitPrice: number;
  goodsPrice: number;
  /** Of the channel: name and option. */
  text: string;
  /** Of the variants, which may be sold in packs themselves. */
  goodsText: string;
  /** Pieces of all variants for one unit ordered; 0 where no goods are needed. */
  pieces: number;
};

/** What a person should look at before deciding that a product means these goods. */
export function odditiesOfMatch(match: MatchToJudge): Oddity[] {
  const found: Oddity[] = [];
  if (isPriceFar(match)) found.push(priceFar(match));
  const promised = piecesNamed(match.text);
  if (match.pieces > 0 && promised > 1 && piecesNamed(match.goodsText) !== promised)
    if (promised !== match.pieces)
      found.push({ rule: 'countDiffers', values: [promised, match.pieces] });
  return found;
}

/** Only of these is it asked what is usual. */
export const mayBeMany = (qty: number) => qty >= FEWEST_THAT_ARE_MANY;

/** "1+1" and "2개" promise two pieces; "10개입" is what one piece holds. 1 where nothing is said. */
export function piecesNamed(text: string): number {
  const offer = /(?<![\d.])(\d)\s?\+\s?(\d)(?![\d.])/.exec(text);
  if (offer) return Number(offer[1]) + Number(offer[2]);
  const counted = /(?<![\d.])(\d{1,2})\s?(?:개|팩|세트|박스|병|봉)(?![입들가-힣])/.exec(text);
  return counted ? Math.max(1, Number(counted[1])) : 1;
}

/** How many pieces of these goods one unit of a listing seems to mean; never fewer than one. */
export function piecesMeant(text: string, goodsText: string): number {
  return piecesNamed(goodsText) > 1 ? 1 : piecesNamed(text);
}

/** As one row keeps them: rule and values, one after the other; null for none. */
export function storedOddities(oddities: readonly Oddity[]): number[] | null {
  if (oddities.length === 0) return null;
  return oddities.flatMap(({ rule, values }) => [oddityRules[rule], ...values]);
}

export function readOddities(stored: readonly number[] | null): Oddity[] {
  const found: Oddity[] = [];
  for (let at = 0; stored && at + 2 < stored.length; at += 3) {
    const [number = 0, first = 0, second = 0] = stored.slice(at, at + 3);
    const rule = ruleByNumber.get(number);
    if (rule) found.push({ rule, values: [first, second] });
  }
  return found;
}

const ruleByNumber = new Map<number, OddityRule>(
  Object.entries(oddityRules).map(([rule, number]) => [number, rule as OddityRule]),
);

type Prices = { unitPrice: number; goodsPrice: number };

function isPriceFar({ unitPrice, goodsPrice }: Prices): boolean {
  if (unitPrice <= 0 || goodsPrice <= 0) return false;
  return unitPrice * FAR < goodsPrice || unitPrice > goodsPrice * FAR;
}

function priceFar({ unitPrice, goodsPrice }: Prices): Oddity {
  return { rule: 'priceFar', values: [unitPrice, goodsPrice] };
}

function isMany(qty: number, usual: Usual | null): boolean {
  if (!mayBeMany(qty) || !usual || usual.lines < LINES_THAT_TELL_WHAT_IS_USUAL) return false;
  return qty >= usual.qty * TIMES_THE_USUAL;
}
