import type { CourierCodes } from '../channel';

/** From the marketplace's table; its 우체국택배/등기 is one code for both. */
export const elevenstCourierCodes: CourierCodes = {
  cj: '00034',
  hanjin: '00011',
  lotte: '00012',
  logen: '00002',
  epost: '00007',
  kdexp: '00026',
  daesin: '00021',
  ilyang: '00022',
  hdexp: '00035',
  chunil: '00027',
  kunyoung: '00037',
  cupost: '00061',
  cvsnet: '00060',
  registpost: '00007',
  self: null,
  other: '00099',
};

/** 건영택배 alone has its numbers sent behind the day of shipping. */
const kunyoung = '00037';

export function numberAsSent(courierCode: string, waybillNo: string, day: string): string {
  return courierCode === kunyoung ? day + waybillNo : waybillNo;
}

/** Without the day that the marketplace may show before the number. */
export function numberAsShown(courierCode: string, shown: string): string {
  const number = shown.replace(/[\s-]/g, '');
  return courierCode === kunyoung ? number.replace(/^20\d{6}(?=\d{8,})/, '') : number;
}
