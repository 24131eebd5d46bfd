export type AddressParts = {
  /** Everything, in one spelling; empty when there is nothing to compare. */
  whole: string;
  /** The whole without 동, 호 and floor. */
  place: string;
  hasUnit: boolean;
  isRoadAddress: boolean;
  isDomestic: boolean;
};

const PROVINCES = [
  ['서울', /^서울(특별시|시)?\s*/],
  ['부산', /^부산(광역시|시)?\s*/],
  ['대구', /^대구(광역시|시)?\s*/],
  ['인천', /^인천(광역시|시)?\s*/],
  // 광주시 is a city of 경기.
  ['광주', /^광주(광역시)?(?!시)\s*/],
  ['대전', /^대전(광역시|시)?\s*/],
  ['울산', /^울산(광역시|시)?\s*/],
  ['세종', /^세종(특별자치시|시)?\s*/],
  ['경기', /^경기도?\s*/],
  ['강원', /^강원(특별자치도|도)?\s*/],
  ['충북', /^(충청북도|충북)\s*/],
  ['충남', /^(충청남도|충남)\s*/],
  ['전북', /^(전북특별자치도|전라북도|전북)\s*/],
  ['전남', /^(전라남도|전남)\s*/],
  ['경북', /^(경상북도|경북)\s*/],
  ['경남', /^(경상남도|경남)\s*/],
  // 제주시 is a city of 제주.
  ['제주', /^제주(특별자치도|도)?(?!시)\s*/],
] as const;

const LEADING_ZIP =
  /^\s*[([]?\s*(\d{5}|\d{3}-\d{3})\s*[)\]]?\s+|^\s*[([]\s*(\d{5}|\d{3}-\d{3})\s*[)\]]\s*/;
const BRACKETS = /[([]([^()[\]]*)(?:[)\]]|$)/g;
const UNIT_IN_BRACKETS = /(?<![가-힣\d])[a-z]?\d+(?:동|호|층)|\d{3,}(?:동|호)/g;
const ROAD_BASE =
  /^.*?(?:로|길)\s*(?:지하\s*)?\d+(?:-\d+)?(?![\d-]|\s*(?:가|번길|번가|길|[가나다라마바사]길))/;
const LOT_BASE = /^.*?[가-힣]\d{0,2}(?:동|리|가)\s*(?:산\s*)?\d+(?:-\d+)?(?:번지)?(?![\d호동층-])/;
const BLOCK = '[a-z]?\\d{1,4}|(?<![가-힣])[a-z가나다라마바사아자차카타파하]';
const BLOCK_AND_ROOM = new RegExp(
  `(${BLOCK})\\s*동[\\s,-]*(?:\\d+\\s*층[\\s,]*)?(b?\\d{1,5})(?:\\s*호실?)?(?![\\d가-힣])`,
);
const FLOOR_AND_ROOM = /(?<!\d)(\d{1,3})\s*층[\s,]*\1(\d\d)\s*호?실?(?![\d가-힣])/;
const UNITS = [
  [BLOCK_AND_ROOM, ' #$1-$2 '],
  [FLOOR_AND_ROOM, ' #$1$2 '],
  [/(?<=^|[\s,가-힣])(\d{1,4})-(\d{1,5})(?:\s*호실?)?\s*$/, ' #$1-$2 '],
  [new RegExp(`(${BLOCK})\\s*동(?![가-힣])`), ' #$1동 '],
  [/(?<![\d-])(b?\d{1,5})\s*호실?(?![가-힣])/, ' #$1 '],
  [/(?:지하\s*|b)(\d{1,2})\s*층/, ' #b$1층 '],
  [/(?<![\d#b])(\d{1,3})\s*층/, ' #$1층 '],
  [/(?<=^|[\s,])(b?\d{2,5})\s*$/, ' #$1 '],
] as const satisfies readonly (readonly [RegExp, string])[];

/** An address in the one spelling that is compared; what is printed stays as it was written. */
export function normaliseAddress(address1: string, address2: string): AddressParts {
  const { text, base, detail, isRoadAddress } = takenApart(address1, address2);
  return {
    whole: squeeze(`${base} ${detail}`),
    place: squeeze(`${base} ${detail.replace(/#\S+/g, ' ')}`),
    hasUnit: detail.includes('#'),
    isRoadAddress,
    isDomestic: isDomestic(text),
  };
}

/** 동 and 호, each null where it does not stand there. */
export type Unit = { block: string | null; room: string | null };

/** The one flat that an address names; null where it names none, a floor, or several. */
export function unitOf(address1: string, address2: string): Unit | null {
  const [mark, ...others] = takenApart(address1, address2).detail.match(/#\S+/g) ?? [];
  const parts =
    others.length === 0 ? /^#(?:(\w+|[가-힣])(?:동$|-))?(\w+)?$/.exec(mark ?? '') : null;
  return parts && { block: parts[1] ?? null, room: parts[2] ?? null };
}

function takenApart(address1: string, address2: string) {
  const text = `${address1} ${address2}`
    .normalize('NFKC')
    .toLowerCase()
    .replace(LEADING_ZIP, '')
    .trim();
  const comparable =
    text === '' || text.includes('*') ? '' : withoutRemarks(withShortProvince(text));
  const road = ROAD_BASE.exec(comparable);
  const base = (road ?? LOT_BASE.exec(comparable))?.[0] ?? '';
  const detail = markUnits(comparable.slice(base.length));
  return { text, base, detail, isRoadAddress: road !== null };
}

/** Five digits or nothing: the six of before 2015 and what is not a postcode are not compared. */
export function normalisePostcode(postcode: string, address1: string): string {
  const digits = postcode.normalize('NFKC').replace(/\D/g, '');
  if (digits.length === 5) return digits;
  if (digits.length === 4) return `0${digits}`;
  const leading = LEADING_ZIP.exec(address1.normalize('NFKC'));
  const pulled = leading?.[1] ?? leading?.[2] ?? '';
  return pulled.length === 5 ? pulled : '';
}

function withShortProvince(text: string): string {
  for (const [short, spelling] of PROVINCES) {
    if (text.startsWith(short[0] ?? '') && spelling.test(text))
      return text.replace(spelling, `${short} `);
  }
  return text;
}

/** A remark in brackets names the quarter or the building; only a unit in it is part of the address. */
function withoutRemarks(text: string): string {
  if (!/[([]/.test(text)) return text;
  return text.replace(
    BRACKETS,
    (_, remark: string) => ` ${(remark.match(UNIT_IN_BRACKETS) ?? []).join(' ')} `,
  );
}

function markUnits(detail: string): string {
  if (!/\d|동/.test(detail)) return detail;
  return UNITS.reduce((text, [unit, mark]) => text.replace(unit, mark), detail);
}

/** Without spaces and punctuation, but two numbers side by side stay two: 20 11 is not 2011. */
function squeeze(text: string): string {
  return text
    .replace(/번지/g, '')
    .replace(/[\s,·.]+/g, ' ')
    .trim()
    .replace(/(?<!\d) | (?!\d)/g, '');
}

function isDomestic(text: string): boolean {
  return text === '' || /[가-힣]/.test(text) || /-(?:ro|gil|gu|si|dong|gun|do)\b|korea/.test(text);
}
