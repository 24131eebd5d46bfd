import { clothes } from './catalogue/clothes';
import { food } from './catalogue/food';
import { living } from './catalogue/living';
import type { ProductRow } from './catalogue/rows';

export type Temperature = 'ambient' | 'chilled' | 'frozen';
export type Department = 'clothes' | 'living' | 'food';

export interface PracticeVariant {
  readonly variantCode: string;
  readonly barcode: string;
  /** '' when the product has no options. */
  readonly option: string;
  readonly optionValues: readonly string[];
  readonly priceWon: number;
  readonly temperature: Temperature;
  readonly onHand: number;
}

export interface PracticeProduct {
  readonly productNo: number;
  readonly productCode: string;
  readonly productName: string;
  readonly department: Department;
  readonly supplier: string;
  readonly basePriceWon: number;
  readonly variants: readonly PracticeVariant[];
}

/** How many of which variant one unit of a channel product means. */
export interface Meaning {
  readonly variantCode: string;
  readonly quantity: number;
}

export interface PracticeKit {
  readonly kitCode: string;
  readonly kitName: string;
  readonly priceWon: number;
  readonly items: readonly Meaning[];
}

const FIRST_PRODUCT_NO = 260;

export const practiceProducts: readonly PracticeProduct[] = [
  ...clothes.map((row) => ({ row, department: 'clothes' as const })),
  ...living.map((row) => ({ row, department: 'living' as const })),
  ...food.map((row) => ({ row, department: 'food' as const })),
].map(({ row, department }, index) => productOf(row, department, FIRST_PRODUCT_NO + index));

const variantsByCode = new Map(
  practiceProducts.flatMap(({ variants }) => variants.map((each) => [each.variantCode, each])),
);

export const practiceKits: readonly PracticeKit[] = [
  kit(
    'SET001',
    '자취 시작 주방 세트',
    ['통주물 프라이팬', 1],
    ['실리콘 조리도구', 1],
    ['편백 도마', 1],
  ),
  kit(
    'SET002',
    '욕실 청소 3종 세트',
    ['욕실 곰팡이 제거제', 1],
    ['매직 스펀지 20개', 1],
    ['고무장갑 3켤레', 1],
  ),
  kit('SET003', '천연 세제 꾸러미', ['베이킹소다 2kg', 2], ['구연산 1kg', 2]),
  kit('SET004', '호텔 수건 10장 세트', ['호텔 수건 40수', 10]),
  kit(
    'SET005',
    '아침 한 끼 세트',
    ['현미 누룽지 1kg', 1],
    ['하루견과 30봉', 1],
    ['보리차 티백 50개', 1],
  ),
  kit('SET006', '분식 파티 세트', ['즉석 떡볶이 2인', 2], ['왕만두 1.2kg', 1]),
  kit(
    'SET007',
    '바다 선물 세트',
    ['재래 도시락김 32봉', 1],
    ['건미역 200g', 1],
    ['국물용 멸치 1kg', 1],
  ),
  kit('SET008', '겨울 외출 세트', ['울 혼방 머플러', 1], ['울 버킷햇', 1]),
  kit(
    'SET009',
    '아이 겨울 세트',
    ['아동 기모 맨투맨', 1],
    ['아동 배색 트레이닝 바지', 1],
    ['유아 바라클라바', 1],
  ),
  kit('SET010', '강아지 첫 집 세트', ['강아지 방석', 1], ['강아지 배변패드 100매', 2]),
];

/** The variant of a code that this catalogue itself uses. */
export function practiceVariant(variantCode: string): PracticeVariant {
  const variant = variantsByCode.get(variantCode);
  if (!variant) throw new Error(`No practice variant ${variantCode}`);
  return variant;
}

/** Letters as the malls number their products: 14 → N, 275 → JO. */
export function letters(number: number): string {
  const rest = Math.floor((number - 1) / 26);
  return (rest > 0 ? letters(rest) : '') + String.fromCharCode(65 + ((number - 1) % 26));
}

/** The thirteenth digit of an EAN-13. */
export function eanCheckDigit(twelve: string): string {
  const sum = [...twelve].reduce((total, digit, at) => total + Number(digit) * (at % 2 ? 3 : 1), 0);
  return String((10 - (sum % 10)) % 10);
}

function productOf(row: ProductRow, department: Department, productNo: number): PracticeProduct {
  const [productName, supplier, basePriceWon, options = {}, temperature = 'ambient'] = row;
  const productCode = `P${letters(productNo).padStart(7, '0')}`;
  const choices = combinations(Object.entries(options));
  return {
    productNo,
    productCode,
    productName,
    department,
    supplier,
    basePriceWon,
    variants: choices.map((choice, index) => ({
      variantCode: `${productCode}${letters(index + 1).padStart(4, '0')}`,
      barcode: barcodeOf(productNo, index),
      option: choice.map(({ name, value }) => `${name}=${value}`).join(', '),
      optionValues: choice.map(({ value }) => value),
      priceWon: basePriceWon + choice.reduce((sum, { extraWon }) => sum + extraWon, 0),
      temperature,
      onHand: onHandOf(productNo, index),
    })),
  };
}

interface Choice {
  readonly name: string;
  readonly value: string;
  readonly extraWon: number;
}

function combinations(options: readonly (readonly [string, readonly string[]])[]): Choice[][] {
  return options.reduce<Choice[][]>(
    (made, [name, values]) =>
      made.flatMap((before) =>
        values.map((text) => {
          const [value = '', extra = '0'] = text.split(':+');
          return [...before, { name, value, extraWon: Number(extra) }];
        }),
      ),
    [[]],
  );
}

function barcodeOf(productNo: number, index: number): string {
  const twelve = `8809${String(productNo).padStart(5, '0')}${String(index + 1).padStart(3, '0')}`;
  return twelve + eanCheckDigit(twelve);
}

/** Most are well stocked; one in twelve is sold out and one in nine is down to its last pieces. */
function onHandOf(productNo: number, index: number): number {
  const spread = (productNo * 7 + index * 5) % 36;
  if (spread % 12 === 5) return 0;
  if (spread % 9 === 2) return 1 + (spread % 4);
  return 60 + ((productNo * 37 + index * 53) % 240);
}

function kit(
  kitCode: string,
  kitName: string,
  ...parts: readonly (readonly [productName: string, quantity: number])[]
): PracticeKit {
  const items = parts.map(([name, quantity]) => ({ variant: firstVariantOf(name), quantity }));
  const full = items.reduce((sum, { variant, quantity }) => sum + variant.priceWon * quantity, 0);
  return {
    kitCode,
    kitName,
    priceWon: Math.round((full * 0.9) / 100) * 100,
    items: items.map(({ variant, quantity }) => ({ variantCode: variant.variantCode, quantity })),
  };
}

function firstVariantOf(productName: string): PracticeVariant {
  const variant = practiceProducts.find((each) => each.productName === productName)?.variants[0];
  if (!variant) throw new Error(`No practice product ${productName}`);
  return variant;
}
