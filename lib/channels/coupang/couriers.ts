import type { CourierCodes } from '../channel';

/** From the marketplace's table of delivery companies; null stands in it under no sure name. */
export const coupangCourierCodes: CourierCodes = {
  cj: 'CJGLS',
  hanjin: 'HANJIN',
  lotte: 'HYUNDAI',
  logen: 'KGB',
  epost: 'EPOST',
  kdexp: 'KDEXP',
  daesin: 'DAESIN',
  ilyang: 'ILYANG',
  hdexp: 'HDEXP',
  chunil: 'CHUNIL',
  kunyoung: 'KUNYOUNG',
  cupost: 'BGF',
  cvsnet: null,
  registpost: 'REGISTPOST',
  self: 'DIRECT',
  other: null,
};

const codesByName: ReadonlyMap<string, string> = new Map([
  ['CJ대한통운', 'CJGLS'],
  ['한진택배', 'HANJIN'],
  ['롯데택배', 'HYUNDAI'],
  ['로젠택배', 'KGB'],
  ['우체국', 'EPOST'],
  ['우체국택배', 'EPOST'],
  ['경동택배', 'KDEXP'],
  ['대신택배', 'DAESIN'],
  ['일양택배', 'ILYANG'],
  ['합동택배', 'HDEXP'],
  ['천일특송', 'CHUNIL'],
  ['천일택배', 'CHUNIL'],
  ['건영택배', 'KUNYOUNG'],
  ['BGF포스트', 'BGF'],
  ['우편등기', 'REGISTPOST'],
  ['업체직송', 'DIRECT'],
]);

/** Order sheets name the delivery company in Korean; empty when the name is not one that we know. */
export function courierCodeOf(name: string): string {
  return codesByName.get(name.replace(/\s/g, '')) ?? '';
}
