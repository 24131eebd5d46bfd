import type { Random } from './random';

export interface Person {
  readonly name: string;
  readonly mobile: string;
  /** '' for most. */
  readonly landline: string;
  readonly memberId: string;
}

// biome-ignore format: a table is read at one glance
const SURNAMES = [
  [21, '김'], [15, '이'], [8, '박'], [5, '최'], [4, '정'], [2, '강'], [2, '조'], [2, '윤'], [2, '장'],
  [1, '임'], [1, '한'], [1, '오'], [1, '서'], [1, '신'], [1, '권'], [1, '황'], [1, '안'], [1, '송'],
  [1, '류'], [1, '홍'], [0.2, '남궁'], [0.2, '선우'],
] as const;

// biome-ignore format: a table is read at one glance
const GIVEN_NAMES = [
  '서연', '민준', '지우', '하은', '도윤', '예준', '수아', '지호', '은서', '현우', '유진', '성민',
  '미경', '영숙', '정희', '상훈', '경수', '은영', '태호', '보라', '가온', '나래', '다인', '라희',
  '혜진', '동현', '진아', '승우', '소영', '재민', '윤서', '기범', '해솔', '슬기', '준', '솔',
] as const;

const AREA_CODES = ['02', '031', '032', '051', '053', '042', '062', '064'] as const;

export function makePerson(random: Random): Person {
  return {
    name: random.weighted(SURNAMES) + random.pick(GIVEN_NAMES),
    mobile: mobileNumber(random),
    landline: random.chance(0.18) ? landlineNumber(random) : '',
    memberId: `buyer${random.digits(6)}`,
  };
}

/** 010-0… and 010-1… are given to nobody, so that no label ever carries a real person's number. */
export function mobileNumber(random: Random): string {
  return `010-${random.integer(0, 1)}${random.digits(3)}-${random.digits(4)}`;
}

export function landlineNumber(random: Random): string {
  const area = random.pick(AREA_CODES);
  return `${area}-${area === '02' ? '0' : ''}${random.integer(100, 199)}-${random.digits(4)}`;
}

/** 안심번호 */
export function relayNumber(random: Random): string {
  return `050${random.pick(['2', '3', '4', '7'])}-${random.integer(1000, 9999)}-${random.digits(4)}`;
}
