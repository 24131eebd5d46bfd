import { optionKey, productKey } from '@/lib/shipments/intake/product-key';

/** SmartStore numbers each line (상품주문번호) by itself; a seller's own "1, 2, 3" is no such number. */
const SMARTSTORE_LINE_NO = /^\d{16}$/;

/** The same key that the marketplace's API leads to. */
export function numberedLineKey(marketplace: string, orderNo: string, lineNo: string): string {
  const standsAlone =
    lineNo === orderNo ||
    lineNo.startsWith(`${orderNo}-`) ||
    (marketplace === 'smartstore' && SMARTSTORE_LINE_NO.test(lineNo));
  return standsAlone ? lineNo : `${orderNo}-${lineNo}`;
}

type Ordered = { orderNo: string; productCode: string; productName: string; option: string };

/** Where a file numbers no lines: the first, second … of this product and option in the order. */
export function countedLineKeys(): (line: Ordered) => string {
  const counts = new Map<string, number>();
  return ({ orderNo, productCode, productName, option }) => {
    const parts = [orderNo, productKey(productCode, productName), optionKey(option)];
    const kind = JSON.stringify(parts);
    const nth = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, nth);
    return JSON.stringify([...parts, nth]);
  };
}

/** The key of the first line of that kind; null for that one itself, and where a file numbers its lines. */
export function firstOfItsKind(lineKey: string): string | null {
  const [, ...counted] = /^(\[.*,)(\d+)\]$/.exec(lineKey) ?? [];
  const [parts, nth] = counted;
  return parts && Number(nth) > 1 ? `${parts}1]` : null;
}
