import { type Answer, ok, Refusal } from '../http';

/** Result codes of single boxes: whether a retry can help, and the message. */
const RESULTS = {
  OK: [false, null],
  NOT_FOUND_SHIPMENT_BOX: [false, '존재하지 않는 배송번호입니다.'],
  INVALID_STATUS: [false, '배송진행상태가 유효하지 않습니다.'],
  PERMISSION_DENIED: [true, '권한이 없습니다.'],
  DUPLICATE_INVOICE_NUMBER: [true, '이미 저장된 송장번호가 있습니다.'],
  INVALID_INVOICE_NUMBER: [true, '송장번호가 유효하지 않습니다.'],
  ORDER_DELIVERY_CANCELED: [false, '취소된 주문건입니다.'],
  ORDER_DELIVERY_PARTIAL_STOP_REQUESTED: [true, '출고중지 요청건입니다.'],
  ORDER_DELIVERY_CANCELED_HOLDING_FOR_CANCEL: [true, '취소대기상태의 주문건입니다.'],
  UNDEFINED_ERROR_OCCUR: [true, '알수없는 오류'],
  NOT_ALLOW_INVOICE_NUMBER_RE_UPLOAD: [
    false,
    '이미 저장된 송장번호가 있어, 송장번호 등록이 불가능합니다.',
  ],
  NOT_FOUND_INVOICE_NUMBER: [false, '운송장 번호를 입력하셔야 합니다.'],
  NOT_FOUND_VENDOR_ITEM: [false, '합포장건 중 누락된 상품이 있습니다.'],
  NOT_ALLOW_VENDOR_DIRECT: [false, '업체직송은 분리배송 할 수 없습니다.'],
  PSD_NOT_ALLOW_TO_CHANGE: [false, '출고예정일은 최초 등록 이후 변경 할 수 없습니다.'],
  IS_SEPARATE_MUST_BE_TRUE_WHEN_SEPARATE_DELIVERY: [
    false,
    '분리배송 접수 후 일반배송으로 처리 할 수 없습니다.',
  ],
  NOT_ALLOW_SEPARATE_WHEN_ONE_VENDOR_ITEM: [false, '상품이 한가지인 경우 분리배송 할 수 없습니다.'],
} as const satisfies Record<string, readonly [boolean, string | null]>;

export type ResultCode = keyof typeof RESULTS;

export interface BoxResult {
  readonly shipmentBoxId: string;
  readonly resultCode: ResultCode;
}

/** HTTP is 200 whatever became of the boxes: 0 all went well, 1 some, 99 none, -1 nothing asked. */
export function resultAnswer(results: readonly BoxResult[]): Answer {
  const failed = results.filter(({ resultCode }) => resultCode !== 'OK').length;
  const [responseCode, responseMessage] = summary(results.length, failed);
  return ok({
    code: '200',
    message: 'OK',
    data: { responseCode, responseMessage, responseList: results.map(resultRow) },
  });
}

function resultRow({ shipmentBoxId, resultCode }: BoxResult): object {
  const [retryRequired, resultMessage] = RESULTS[resultCode];
  return {
    shipmentBoxId: BigInt(shipmentBoxId),
    succeed: resultCode === 'OK',
    resultCode,
    retryRequired,
    resultMessage,
  };
}

/** For the journal, where ids are text. */
export function resultRecord(result: BoxResult): object {
  return { ...resultRow(result), shipmentBoxId: result.shipmentBoxId };
}

export function refuse(status: number, message: string): never {
  throw new Refusal({ status, body: { code: status, message } });
}

function summary(all: number, failed: number): [number, string] {
  if (all === 0) return [-1, 'NONE'];
  if (failed === 0) return [0, 'SUCCESS'];
  return failed === all ? [99, 'FAILED'] : [1, 'PARTIAL_ERROR'];
}
