/** Why buyers claim, as the marketplace words its codes. */
const words: ReadonlyMap<string, string> = new Map([
  ['INTENT_CHANGED', '구매 의사 취소'],
  ['SIMPLE_INTENT_CHANGED', '단순 변심'],
  ['MISTAKE_ORDER', '주문 실수'],
  ['COLOR_AND_SIZE', '색상 및 사이즈 변경'],
  ['WRONG_ORDER', '다른 상품 잘못 주문'],
  ['PRODUCT_UNSATISFIED', '서비스 불만족'],
  ['DELAYED_DELIVERY', '배송 지연'],
  ['SOLD_OUT', '상품 품절'],
  ['DROPPED_DELIVERY', '배송 누락'],
  ['BROKEN', '상품 파손'],
  ['INCORRECT_INFO', '상품 정보 상이'],
  ['WRONG_DELIVERY', '오배송'],
  ['WRONG_OPTION', '색상 등 다른 상품 잘못 배송'],
  ['ETC', '기타'],
]);

/** The reason and what the buyer wrote; a code that is not in the table stays as it is. */
export function reasonTold(code: string, detail: string): string {
  return [words.get(code) ?? code, detail].filter(Boolean).join(' · ');
}
