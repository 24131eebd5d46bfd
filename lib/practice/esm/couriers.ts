/** Delivery companies of the marketplaces' table, those that a parcel can travel with. */
const COURIERS: Readonly<Record<string, string>> = {
  10003: '로젠택배',
  10005: '우체국택배',
  10006: '등기우편',
  10007: '한진택배',
  10008: '롯데택배',
  10013: 'CJ 대한통운 택배',
  10014: '대신택배',
  10015: '일양택배',
  10016: '경동택배',
  10017: '천일택배',
  10032: '(G마켓)자체배송',
  10034: '기타택배',
  10050: '건영택배',
  10073: '편의점택배(GS25)',
  10074: '합동택배',
  10140: 'BGF포스트',
};

export function courierName(code: number): string | null {
  return COURIERS[code] ?? null;
}
