import type { CollectedLine, CollectedOrder } from '@/lib/channels/collected';
import type { OrderFormatKey } from '@/lib/sheets/formats/order-formats';
import { orderTemplate } from '@/lib/sheets/formats/order-template';
import type { OrderSheetColumns } from '@/lib/sheets/formats/recognise-order-sheet';
import type { SheetRow } from '@/lib/sheets/sheet';
import { asByApi, isMarketShipped } from './as-by-api';
import { type FieldProblem, RowCells } from './cells';
import { countedLineKeys, numberedLineKey } from './key';
import { type OriginalRow, originalReader } from './original-row';
import { sellerIdOf } from './sellers';

/** How to read the rows of one file. */
export type SheetLayout = {
  marketplace: string;
  /** Null where the operator picked the columns. */
  format: OrderFormatKey | null;
  headers: readonly string[];
  columns: OrderSheetColumns;
  /** No longer in business: its orders are history, nothing is left to do for them. */
  isClosed: boolean;
  /** For orders that say neither when they were made nor when they were paid. */
  uploadedAt: Date;
};

/** One order line of a file, in a shape that stays the same as JSON. */
export type RegisteredLine = {
  orderNo: string;
  orderedAt: string;
  paidAt: string;
  orderer: { name: string; phone: string; mobile: string };
  line: Omit<CollectedLine, 'shipBy'> & { shipBy: string | null };
};

/** What tells the operator which order a refused row is about, as far as it could be read. */
export type SaidLine = { recipientName: string; productName: string; option: string };

/** What the mall is asked by of a line, and the refused row of an earlier file that it says it was. */
export type ToldLine = {
  orderNo: string;
  lineKey: string;
  said: SaidLine;
  original: OriginalRow | null;
};

export type ReadRow = { rowNo: number; orderNo: string; original: OriginalRow | null } & (
  | {
      problems: null;
      warnings: FieldProblem[];
      line: RegisteredLine;
      /** Whose order it is, in files that hold those of several sellers. */
      sellerId: string;
    }
  | { problems: FieldProblem[]; line: null; said: SaidLine }
);

/** Reads rows in the order of the file: the n-th of equal lines is the n-th row that says so. */
export function rowReader(layout: SheetLayout): (row: SheetRow) => ReadRow {
  const nextCountedKey = countedLineKeys();
  const rowNoByKey = new Map<string, number>();
  const originalOf = originalReader(layout.headers);
  return ({ rowNo, cells: raw }) => {
    const cells = new RowCells(layout, raw);
    const line = readLine(cells, layout, nextCountedKey);
    const { orderNo } = line;
    const original = originalOf(raw);
    const earlier = rowNoByKey.get(line.line.lineKey);
    if (cells.problems.length === 0 && earlier !== undefined)
      cells.refuse('repeated', cells.has('lineNo') ? 'lineNo' : 'orderNo', String(earlier));
    const { problems } = cells;
    if (problems.length > 0)
      return { rowNo, orderNo, original, problems, line: null, said: saidBy(line) };
    rowNoByKey.set(line.line.lineKey, rowNo);
    const sellerId = layout.format === 'esm' ? sellerIdOf(cells.text('sellerAccount')) : '';
    return { rowNo, orderNo, original, problems: null, warnings: cells.warnings, line, sellerId };
  };
}

/** What is judged of a row once the whole file is read: what it says is written by then. */
export type KeptRow = { rowNo: number } & (
  | (ToldLine & { problems: null; warnings: FieldProblem[]; sellerId: string })
  | (Omit<ToldLine, 'lineKey'> & { problems: FieldProblem[]; lineKey: null })
);

export function keptOf(row: ReadRow): KeptRow {
  if (!row.line) {
    const { rowNo, orderNo, original, said, problems } = row;
    return { rowNo, orderNo, lineKey: null, said, original, problems };
  }
  const { rowNo, warnings, sellerId } = row;
  const { orderNo, lineKey, said, original } = toldBy(row.line, row.original);
  return { rowNo, orderNo, lineKey, said, original, problems: null, warnings, sellerId };
}

export function toldBy(line: RegisteredLine, original: OriginalRow | null): ToldLine {
  return { orderNo: line.orderNo, lineKey: line.line.lineKey, said: saidBy(line), original };
}

export function saidBy({ line }: RegisteredLine): SaidLine {
  const { recipient, productName, option } = line;
  return { recipientName: recipient.name, productName, option };
}

/** Lines of one number are one order, with the orderer and the times of its first row. */
export function ordersOf(lines: readonly RegisteredLine[]): CollectedOrder[] {
  const orders = new Map<string, CollectedOrder>();
  for (const { orderNo, orderedAt, paidAt, orderer, line } of lines) {
    const order = orders.get(orderNo) ?? {
      orderNo,
      marketOrderNo: orderNo,
      orderedAt: new Date(orderedAt),
      paidAt: new Date(paidAt),
      orderer,
      lines: [],
      raw: null,
    };
    order.lines.push({ ...line, shipBy: line.shipBy === null ? null : new Date(line.shipBy) });
    orders.set(orderNo, order);
  }
  return [...orders.values()];
}

const MAX_QUANTITY = 99_999;
const MAX_MONEY = 1_000_000_000_000;
const MAX_ID_LENGTH = 100;

/** Formats that number their lines always; elsewhere an empty number is counted. */
const NUMBERED: readonly (OrderFormatKey | null)[] = ['smartstore', 'coupang', '11st'];

function readLine(
  cells: RowCells,
  layout: SheetLayout,
  nextCountedKey: ReturnType<typeof countedLineKeys>,
): RegisteredLine {
  const orderNo = cells.requiredText('orderNo', MAX_ID_LENGTH);
  const named = readProduct(cells);
  const recipient = readRecipient(cells);
  const lineNo = NUMBERED.includes(layout.format)
    ? cells.requiredText('lineNo', MAX_ID_LENGTH)
    : cells.text('lineNo', MAX_ID_LENGTH);
  refuseForeignRow(cells, layout, orderNo, recipient.name);
  const rawState = readStatus(cells, layout);
  const [orderedAt, paidAt] = [cells.instant('orderedAt'), cells.instant('paidAt')];
  const { quantity, ...money } = readQuantityAndMoney(cells);
  const added = cells.text('addedOptions', 500);
  const { option, ...counts } = asByApi(layout.format, { option: named.option, added, quantity });
  const product = { ...named, option };
  const made = (orderedAt ?? paidAt ?? layout.uploadedAt).toISOString();
  return {
    orderNo,
    orderedAt: made,
    paidAt: (paidAt ?? orderedAt)?.toISOString() ?? made,
    orderer: readOrderer(cells, recipient),
    line: {
      lineKey:
        lineNo === ''
          ? nextCountedKey({ orderNo, ...product })
          : numberedLineKey(layout.marketplace, orderNo, lineNo),
      channelUnitNo: cells.text('unitNo', MAX_ID_LENGTH) || orderNo,
      ...product,
      ...money,
      ...counts,
      claimedQuantity: 0,
      currency: 'KRW',
      state: layout.isClosed ? 'confirmed' : 'acknowledged',
      rawState,
      recipient,
      freightTerm: COLLECT.test(cells.text('freightTerm')) ? 'collect' : 'prepaid',
      marketShipped: isMarketShipped(cells.text('deliveryKind'), cells.text('fulfilment')),
      shipBy: cells.deadline('shipBy')?.toISOString() ?? null,
    },
  };
}

const COLLECT = /착불|수취인\s*부담|수신자\s*부담/;

function readProduct(cells: RowCells) {
  const productCode = cells.text('productNo', MAX_ID_LENGTH);
  const product = {
    productCode,
    productName: productCode
      ? cells.text('productName', 500)
      : cells.requiredText('productName', 500),
    option: cells.text('optionName', 500),
    sellerOptionCode: cells.text('sellerOptionCode', MAX_ID_LENGTH),
    sellerProductCode: cells.text('sellerProductCode', MAX_ID_LENGTH),
  };
  return { ...product, productName: product.productName || productCode };
}

function readRecipient(cells: RowCells) {
  const [phone, mobile] = [cells.phone('recipientPhone'), cells.phone('recipientMobile')];
  return {
    name: cells.requiredText('recipientName', 100),
    phone: phone === mobile ? '' : phone,
    mobile,
    postcode: cells.postcode('postcode'),
    address1: cells.requiredText('address1'),
    address2: cells.text('address2'),
    note: cells.text('note', 500),
  };
}

/** Who is not named as the orderer ordered for himself. */
function readOrderer(cells: RowCells, recipient: { name: string; phone: string; mobile: string }) {
  const [name, mobile] = [cells.text('ordererName', 100), cells.phone('ordererPhone')];
  if (name === '' || (name === recipient.name && ['', recipient.mobile].includes(mobile))) {
    return { name: recipient.name, phone: recipient.phone, mobile: recipient.mobile };
  }
  return { name, phone: '', mobile };
}

function readQuantityAndMoney(cells: RowCells) {
  const quantity = cells.requiredWholeNumber('quantity', 1, MAX_QUANTITY);
  const price = cells.wholeNumber('unitPrice', 0, MAX_MONEY);
  const optionPrice = cells.wholeNumber('optionPrice', -MAX_MONEY, MAX_MONEY) ?? 0;
  const amount = cells.wholeNumber('amount', 0, MAX_MONEY);
  const unitPrice =
    price === null ? Math.floor((amount ?? 0) / quantity) : Math.max(0, price + optionPrice);
  return { quantity, unitPrice, amount: amount ?? unitPrice * quantity };
}

/** What has left, is claimed or not yet acknowledged is no order to register. */
const REFUSED_STATES = [
  ['notAcknowledged', /^(신규주문|신규|발주\s*미확인|발주\s*확인\s*전)$/],
  ['claimed', /취소|반품|교환|환불/],
  ['alreadyShipped', /배송중|배송\s*완료|발송\s*완료|발송처리|구매\s*확정|수취\s*확인/],
] as const;

function readStatus(cells: RowCells, { format, isClosed }: SheetLayout): string {
  const status = cells.text('status', 100);
  const [refused] = REFUSED_STATES.find(([, pattern]) => pattern.test(status)) ?? [];
  // Only these marketplaces end the buyer's free change of address with an acknowledgement.
  const isFree = refused === 'notAcknowledged' && format === null;
  if (refused && !isFree && !(isClosed && refused !== 'claimed'))
    cells.refuse(refused, 'status', status);
  return status;
}

const EXAMPLE = Object.fromEntries(orderTemplate.map(({ field, example }) => [field, example]));
const ESM_MARKETS = [
  ['auction', /^옥션/],
  ['gmarket', /^(지마켓|G마켓)/i],
] as const;

/** The example of our own sheet, and what an ESM file holds of the other market. */
function refuseForeignRow(
  cells: RowCells,
  { format, marketplace }: SheetLayout,
  orderNo: string,
  recipientName: string,
): void {
  if (format === 'moa' && orderNo === EXAMPLE.orderNo && recipientName === EXAMPLE.recipientName)
    cells.refuse('exampleRow', 'orderNo', orderNo);
  if (format !== 'esm') return;
  const account = cells.text('sellerAccount', MAX_ID_LENGTH);
  const market = ESM_MARKETS.find(([, pattern]) => pattern.test(account))?.[0];
  if (market && market !== marketplace) cells.refuse('otherMarket', 'sellerAccount', account);
}
