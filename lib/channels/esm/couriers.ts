import type { CourierCodes } from '../channel';
import type { Site } from './site';

/** From the marketplaces' table of delivery companies, which both share but for some lines. */
export function esmCourierCodes({ ownDeliveryCode }: Site): CourierCodes {
  return {
    cj: '10013',
    hanjin: '10007',
    lotte: '10008',
    logen: '10003',
    epost: '10005',
    kdexp: '10016',
    daesin: '10014',
    ilyang: '10015',
    hdexp: '10074',
    chunil: '10017',
    kunyoung: '10050',
    cupost: '10140',
    cvsnet: '10073',
    registpost: '10006',
    self: ownDeliveryCode,
    other: '10034',
  };
}

const codesByName: ReadonlyMap<string, string> = new Map([
  ['CJ대한통운택배', '10013'],
  ['CJ대한통운', '10013'],
  ['한진택배', '10007'],
  ['롯데택배', '10008'],
  ['로젠택배', '10003'],
  ['우체국택배', '10005'],
  ['등기우편', '10006'],
  ['경동택배', '10016'],
  ['대신택배', '10014'],
  ['일양택배', '10015'],
  ['합동택배', '10074'],
  ['천일택배', '10017'],
  ['건영택배', '10050'],
  ['편의점택배(GS25)', '10073'],
  ['BGF포스트', '10140'],
  ['기타택배', '10034'],
]);

/** Orders name the delivery company in Korean; empty when the name is not one that we know. */
export function courierCodeOf(name: string): string {
  return codesByName.get(name.replace(/\s/g, '')) ?? '';
}
