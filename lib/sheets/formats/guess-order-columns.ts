import { plainHeader } from './header-names';
import type { OrderSheetField } from './order-fields';
import type { OrderSheetColumns } from './recognise-order-sheet';

const RECIPIENT = '(수취|수령|수하|받는|받으|배송지|recipient|receiver)';
const ORDERER = '(주문자|주문인|주문고객|구매|고객|buyer|orderer)';
const SENDER = '(보내는|보내시는|발송인|발송자|송하|sender)';
const NAME = '(인|자|분|사람|시는분|하신분)?(명|성명|이름|성함|name)?$';
const POSTCODE = '우편|zip|postcode';
const ADDRESS = '주소|address';
const PHONE = '전화|연락처|phone|tel';
const MOBILE = '휴대|핸드폰|모바일|mobile|hp';

const of = (whom: string, what: string) => new RegExp(`${whom}.*(${what})`);
/** Of nobody who is named: then it is the recipient's. */
const plain = (what: string) => new RegExp(`^(?!.*(${ORDERER}|${SENDER})).*(${what})`);

/** What a header of a file that nobody knows is likely to mean; the narrower meanings first. */
const meanings: readonly (readonly [OrderSheetField, RegExp])[] = [
  ['waybillNo', /송장|등기번호|trackingno/],
  ['note', /메세지|메모|요청|요구사항|비고|전달사항|memo/],
  ['courierName', /택배(사|회사|업체)|^택배$|배송업체|배송회사|운송사/],
  ['customsId', /통관/],
  ['shipBy', /(발송|출고|배송)(기한|마감|예정)/],
  ['paidAt', /(결제|입금)(완료)?(일|시)/],
  ['orderedAt', /주문(완료)?(일|시)|orderdate/],
  ['status', /(주문|처리|진행|배송)상태/],
  ['lineNo', /(상품|상세|품목|개별)주문번호|주문(상품|상세|품목)번호|주문순번/],
  ['orderNo', /주문(관리)?(번호|코드|id)$|^order(no|number|id)$/],
  ['freightTerm', /(배송비|운임)(구분|형태|유형|결제)|선착불|착불/],
  ['freightAmount', /배송비|배송료|운임|택배비/],
  ['sellerOptionCode', /(옵션|단품)(관리)?(코드|번호)/],
  ['sellerProductCode', /(판매자|자체|업체|공급사)상품(관리)?(코드|번호)/],
  ['productNo', /(상품|품목|제품)(코드|번호|id)|^sku/],
  ['postcode', of(RECIPIENT, POSTCODE)],
  ['postcode', plain(POSTCODE)],
  ['address2', plain('상세주소|나머지주소|주소2|상세배송지|address2')],
  ['address1', of(RECIPIENT, `${ADDRESS}|곳$`)],
  ['address1', plain(`${ADDRESS}|배송지$`)],
  ['recipientMobile', of(RECIPIENT, MOBILE)],
  ['recipientPhone', of(RECIPIENT, PHONE)],
  ['recipientMobile', plain(`${MOBILE}|${PHONE}`)],
  ['ordererPhone', of(ORDERER, `${MOBILE}|${PHONE}`)],
  ['recipientName', new RegExp(`^${RECIPIENT}${NAME}`)],
  ['ordererName', new RegExp(`^${ORDERER}${NAME}`)],
  ['quantity', /수량|개수|몇개|구매수|qty|quantity/],
  ['optionPrice', /옵션(가|가격|금액)$/],
  ['optionName', /옵션|단품|규격|선택사항|option/],
  ['unitPrice', /단가|판매가|상품가|^가격$|unitprice/],
  ['amount', /금액|합계|amount/],
  ['productName', /^(주문)?(상품|품목|제품|물건|품)(명|이름|명칭)?$|product/],
];

/** Words of columns about something else than what is ordered, by whom and where to. */
const OTHER =
  /여부|할인|수수료|정산|포인트|쿠폰|적립|클레임|취소|반품|교환|사은품|이메일|메일주소|email|ip주소/;

/**
 * For columns and fields that no known name has joined, the likely meaning by the words of the header:
 * a proposal to a person, who sees the cells below.
 */
export function guessOrderColumns(
  headers: readonly string[],
  known: OrderSheetColumns,
): OrderSheetColumns {
  const guessed: OrderSheetColumns = {};
  const names = headers.map(plainHeader);
  const taken = new Set(Object.values(known));
  for (const [field, pattern] of meanings) {
    if (known[field] !== undefined || guessed[field] !== undefined) continue;
    const column = names.findIndex(
      (name, index) => !taken.has(index) && pattern.test(name) && !OTHER.test(name),
    );
    if (column < 0) continue;
    guessed[field] = column;
    taken.add(column);
  }
  return guessed;
}
