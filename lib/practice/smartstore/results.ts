/** Why a product order was not taken, as the documents word it. */
export const FAILURES = {
  '4000': '일시적인 오류가 발생했습니다. 잠시 후 다시 시도해 주세요.',
  '104105': '발송 기한 입력 범위를 초과했습니다.',
  '104116': '배송방법 변경이 필요합니다.',
  '104118': '택배사 코드가 없습니다.',
  '104119': '택배사 코드가 올바르지 않습니다.',
  '104120': '송장번호가 없습니다.',
  '104121': '기사용 송장번호입니다.',
  '104122': '유효하지 않은 송장번호입니다.',
  '104131': '상품주문번호가 중복되었습니다.',
  '104133': '잘못된 요청입니다.',
  '104139': '발송일을 확인해 주세요.',
  '104417': '교환 상태 확인이 필요합니다.',
  '104442': '상품주문 상태 확인이 필요합니다.',
  '104443': '발주 상태 확인이 필요합니다.',
} as const;

export type FailureCode = keyof typeof FAILURES;

export interface Verdict {
  readonly productOrderId: string;
  /** Null when it was taken. */
  readonly code: FailureCode | null;
}

export function failuresOf(verdicts: readonly Verdict[]): object[] {
  return verdicts.flatMap(({ productOrderId, code }) =>
    code === null ? [] : [{ productOrderId, code, message: FAILURES[code] }],
  );
}
