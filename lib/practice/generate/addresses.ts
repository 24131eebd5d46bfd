import type { Random } from './random';

export interface Address {
  readonly postcode: string;
  readonly address1: string;
  readonly address2: string;
  readonly isRemote: boolean;
}

type Street = readonly [
  region: string,
  road: string,
  dong: string,
  complex: string,
  postcode: string,
];

const STREETS: readonly Street[] = [
  ['서울특별시 마포구', '월드컵북로', '상암동', '하늘채아파트', '03925'],
  ['서울특별시 강남구', '선릉로', '대치동', '은빛마을아파트', '06211'],
  ['서울특별시 송파구', '송파대로', '가락동', '누리타운', '05719'],
  ['서울특별시 노원구', '동일로', '상계동', '푸른솔아파트', '01737'],
  ['서울특별시 성동구', '왕십리로', '행당동', '한별아파트', '04706'],
  ['서울특별시 은평구', '통일로', '불광동', '북한산마을', '03350'],
  ['서울특별시 관악구', '남부순환로', '봉천동', '낙성빌라', '08788'],
  ['서울특별시 영등포구', '국회대로', '당산동', '한강메트로', '07222'],
  ['경기도 성남시 분당구', '판교로', '삼평동', '판교숲마을', '13493'],
  ['경기도 수원시 영통구', '광교중앙로', '이의동', '광교호수마을', '16508'],
  ['경기도 고양시 일산동구', '중앙로', '장항동', '호수마을아파트', '10401'],
  ['경기도 용인시 수지구', '포은대로', '죽전동', '새빛마을', '16897'],
  ['경기도 부천시 원미구', '길주로', '중동', '은하마을', '14547'],
  ['경기도 화성시', '동탄대로', '반송동', '솔빛마을', '18447'],
  ['경기도 김포시', '김포한강로', '장기동', '한강가온마을', '10071'],
  ['인천광역시 연수구', '컨벤시아대로', '송도동', '송도바다마을', '22004'],
  ['인천광역시 부평구', '부평대로', '부평동', '한빛아파트', '21354'],
  ['강원특별자치도 춘천시', '공지로', '석사동', '봄내마을', '24326'],
  ['충청북도 청주시 흥덕구', '직지대로', '복대동', '두레아파트', '28420'],
  ['대전광역시 유성구', '대학로', '궁동', '별빛마을', '34133'],
  ['세종특별자치시', '한누리대로', '나성동', '새뜸마을', '30127'],
  ['충청남도 천안시 서북구', '불당대로', '불당동', '참빛마을', '31164'],
  ['전북특별자치도 전주시 완산구', '효자로', '효자동3가', '온고을아파트', '54968'],
  ['광주광역시 서구', '상무대로', '치평동', '무등마을', '61947'],
  ['전라남도 순천시', '왕지로', '왕지동', '동천마을', '57938'],
  ['대구광역시 수성구', '달구벌대로', '범어동', '수성못마을', '42087'],
  ['경상북도 포항시 북구', '삼흥로', '장성동', '해맞이마을', '37594'],
  ['울산광역시 남구', '삼산로', '삼산동', '태화마을', '44703'],
  ['부산광역시 해운대구', '해운대로', '우동', '바다빛아파트', '48060'],
  ['부산광역시 부산진구', '중앙대로', '부전동', '서면마을', '47256'],
  ['경상남도 창원시 성산구', '원이대로', '상남동', '용지마을', '51493'],
  ['제주특별자치도 제주시', '노연로', '연동', '한라마을', '63127'],
  ['제주특별자치도 서귀포시', '중앙로', '서홍동', '감귤마을', '63583'],
];

const SHORT_REGIONS: readonly (readonly [string, string])[] = [
  ['서울특별시', '서울'],
  ['부산광역시', '부산'],
  ['대구광역시', '대구'],
  ['인천광역시', '인천'],
  ['경기도', '경기'],
  ['경상남도', '경남'],
  ['제주특별자치도', '제주'],
];

export function makeAddress(random: Random): Address {
  return addressOf(random, random.pick(STREETS), random.chance(0.7));
}

/** One with 동 and 호, so that everybody sees where they are left out. */
export function makeFlat(random: Random): Address {
  return addressOf(random, random.pick(STREETS), true);
}

function addressOf(random: Random, street: Street, isApartment: boolean): Address {
  const [region, road, dong, complex, postcode] = street;
  const number = random.integer(2, 480);
  const onRoad = `${region} ${road} ${number}${isApartment ? ` (${dong}, ${complex})` : ` (${dong})`}`;
  const onLot = `${region} ${dong} ${number}-${random.integer(1, 40)}${isApartment ? ` ${complex}` : ''}`;
  return {
    postcode,
    address1: random.chance(0.85) ? onRoad : onLot,
    address2: isApartment ? apartmentUnit(random) : houseUnit(random),
    isRemote: region.startsWith('제주'),
  };
}

/** The same home as its owner writes it another day: 101동 1203호 → 101-1203, 서울특별시 → 서울. */
export function writtenOtherwise(address: Address): Address {
  const long = SHORT_REGIONS.find(([region]) => address.address1.startsWith(region));
  const unit = /^(\d+)동 (\d+)호$/.exec(address.address2);
  return {
    ...address,
    address1: long ? address.address1.replace(long[0], long[1]) : address.address1,
    address2: unit ? `${unit[1]}-${unit[2]}` : address.address2.replace(' ', ''),
  };
}

export function withoutUnit(address: Address): Address {
  return { ...address, address2: '' };
}

function apartmentUnit(random: Random): string {
  const floor = random.integer(1, 24);
  return `${random.integer(101, 118)}동 ${floor}0${random.integer(1, 4)}호`;
}

function houseUnit(random: Random): string {
  return random.weighted([
    [5, `${random.integer(1, 4)}0${random.integer(1, 6)}호`],
    [2, `${random.integer(2, 7)}층`],
    [1, '1층 파란 대문'],
    [1, 'B01호'],
  ]);
}
