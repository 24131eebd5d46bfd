/** Couriers that Coupang knows, and how many digits their numbers have; null: any number. */
const COURIERS: Readonly<Record<string, { name: string; digits: readonly number[] | null }>> = {
  CJGLS: { name: 'CJ 대한통운', digits: [10, 12] },
  HANJIN: { name: '한진택배', digits: [10, 12] },
  HYUNDAI: { name: '롯데택배', digits: [10, 12, 13] },
  KGB: { name: '로젠택배', digits: [10, 11] },
  EPOST: { name: '우체국', digits: [13] },
  KDEXP: { name: '경동택배', digits: [8, 9, 10, 11, 12, 13, 14, 15, 16] },
  DAESIN: { name: '대신택배', digits: [13] },
  ILYANG: { name: '일양택배', digits: [8, 9, 10, 11, 12, 13, 14, 15, 16] },
  CHUNIL: { name: '천일특송', digits: [11] },
  HDEXP: { name: '합동택배', digits: [8, 9, 10, 11, 12, 13, 14, 15, 16] },
  KUNYOUNG: { name: '건영택배', digits: [10] },
  DIRECT: { name: '업체직송', digits: null },
};

export const DIRECT = 'DIRECT';

export function isCourier(code: string): boolean {
  return Object.hasOwn(COURIERS, code);
}

export function courierName(code: string): string {
  return COURIERS[code]?.name ?? '';
}

export function hasRightLength(code: string, waybillNo: string): boolean {
  const digits = COURIERS[code]?.digits;
  return digits === null || (digits?.includes(waybillNo.length) ?? false);
}
