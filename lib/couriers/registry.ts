import { nameIn } from '@/lib/name-in';
import type { Courier } from './courier';

const unconfirmed = {
  waybill: { pattern: /^\d{8,16}$/, certain: false },
  check: null,
  barcode: 'code128',
  needsSortingCode: false,
  trackingUrl: null,
} as const;

export const couriers = {
  cj: {
    koreanName: 'CJ대한통운',
    englishName: 'CJ Logistics',
    aliases: ['대한통운', 'CJ택배', 'CJ', 'CJ GLS', '씨제이대한통운'],
    waybill: { pattern: /^(\d{12}|\d{10})$/, certain: true },
    // The nine digits after the two-digit prefix, not the first eleven.
    check: { length: 12, from: 3, to: 11, certain: true },
    barcode: 'code128',
    needsSortingCode: true,
    trackingUrl: 'https://www.cjlogistics.com/ko/tool/parcel/tracking?gnbInvcNo={no}',
  },
  hanjin: {
    koreanName: '한진택배',
    englishName: 'Hanjin Express',
    aliases: ['한진', 'Hanjin'],
    waybill: { pattern: /^(\d{12}|\d{14})$/, certain: true },
    check: { length: 12, from: 1, to: 11, certain: true },
    barcode: 'itf',
    needsSortingCode: true,
    trackingUrl:
      'https://www.hanjin.com/kor/CMS/DeliveryMgr/WaybillResult.do?mCode=MN038&schLang=KR&wblnumText2={no}',
  },
  lotte: {
    koreanName: '롯데택배',
    englishName: 'Lotte Global Logistics',
    aliases: ['롯데', '롯데글로벌로지스', '현대택배', '롯데(현대)택배', 'HYDEX'],
    waybill: { pattern: /^\d{12}$/, certain: true },
    check: { length: 12, from: 1, to: 11, certain: true },
    barcode: 'code128',
    needsSortingCode: false,
    trackingUrl: 'https://www.lotteglogis.com/home/reservation/tracking/linkView?InvNo={no}',
  },
  logen: {
    koreanName: '로젠택배',
    englishName: 'Logen',
    aliases: ['로젠', 'iLOGEN'],
    waybill: { pattern: /^\d{11}$/, certain: false },
    check: { length: 11, from: 1, to: 10, certain: false },
    barcode: 'code128',
    needsSortingCode: false,
    trackingUrl: 'https://www.ilogen.com/web/personal/trace/{no}',
  },
  epost: {
    koreanName: '우체국택배',
    englishName: 'Korea Post',
    aliases: ['우체국', '우체국소포', '우체국등기', 'EPOST'],
    waybill: { pattern: /^(\d{13}|[A-Z]{2}\d{9}KR)$/, certain: false },
    check: null,
    barcode: 'code128',
    needsSortingCode: false,
    trackingUrl: 'https://service.epost.go.kr/trace.RetrieveDomRigiTraceList.comm?sid1={no}',
  },
  kdexp: {
    ...unconfirmed,
    koreanName: '경동택배',
    englishName: 'Kyungdong Express',
    aliases: ['경동', '경동화물'],
    trackingUrl: 'https://kdexp.com/basicNewDelivery.kd?barcode={no}',
  },
  daesin: {
    ...unconfirmed,
    koreanName: '대신택배',
    englishName: 'Daesin Express',
    aliases: ['대신', '대신정기화물'],
  },
  ilyang: {
    ...unconfirmed,
    koreanName: '일양로지스',
    englishName: 'Ilyang Logis',
    aliases: ['일양택배', '일양'],
  },
  hdexp: {
    ...unconfirmed,
    koreanName: '합동택배',
    englishName: 'Hapdong Express',
    aliases: ['합동'],
  },
  chunil: {
    ...unconfirmed,
    koreanName: '천일택배',
    englishName: 'Chunil Express',
    aliases: ['천일'],
  },
  kunyoung: {
    ...unconfirmed,
    koreanName: '건영택배',
    englishName: 'Kunyoung Express',
    aliases: ['건영'],
  },
  cupost: {
    ...unconfirmed,
    koreanName: 'CU편의점택배',
    englishName: 'CU Post',
    aliases: ['CUpost', 'BGF포스트', 'CU택배'],
  },
  cvsnet: {
    ...unconfirmed,
    koreanName: 'GS Postbox택배',
    englishName: 'GS Postbox',
    aliases: ['GS25편의점택배', 'CVSnet', 'GSPostbox'],
  },
  registpost: {
    ...unconfirmed,
    koreanName: '우편등기',
    englishName: 'Korea Post Registered',
    aliases: ['등기우편'],
    waybill: { pattern: /^\d{13}$/, certain: false },
  },
  other: {
    ...unconfirmed,
    koreanName: '기타택배',
    englishName: 'Other',
    aliases: ['기타'],
    waybill: { pattern: /^[0-9A-Z]{5,20}$/, certain: false },
  },
} as const satisfies Record<string, Courier>;

export type CourierKey = keyof typeof couriers;

export const courierKeys = Object.keys(couriers) as CourierKey[];

export function isCourierKey(text: string): text is CourierKey {
  return Object.hasOwn(couriers, text);
}

export function courierOf(key: CourierKey): Courier {
  return couriers[key];
}

/** As readers of this language call it. */
export function courierName(locale: string, courier: string | null, none = '-'): string {
  return courier !== null && isCourierKey(courier) ? nameIn(locale, courierOf(courier)) : none;
}

/** The courier's own page about a parcel, where it has one. */
export function trackingUrlOf(courier: string | null, waybillNo: string): string | null {
  if (courier === null || !isCourierKey(courier)) return null;
  return courierOf(courier).trackingUrl?.replace('{no}', encodeURIComponent(waybillNo)) ?? null;
}
