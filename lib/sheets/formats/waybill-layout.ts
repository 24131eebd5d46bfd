import { z } from 'zod';

/** What a marketplace's waybill file can say of one row. */
export const waybillFields = [
  'orderNo',
  /** The line's own number without the order's before it. */
  'lineNo',
  /** The line's whole identity: what a marketplace calls 상품주문번호. */
  'lineKey',
  /** What the marketplace ships by: 배송번호, 묶음배송번호, 상품주문번호. */
  'unitNo',
  'shipMethod',
  'courierName',
  'waybillNo',
  'shippedOn',
  'productNo',
  'productName',
  'optionName',
  'sellerCode',
  'quantity',
  'recipientName',
  'recipientPhone',
  'postcode',
  'address',
] as const;

export type WaybillField = (typeof waybillFields)[number];

export const waybillFileKinds = ['xlsx', 'xls', 'csv', 'csv949'] as const;
export type WaybillFileKind = (typeof waybillFileKinds)[number];

const valueSchema = z.union([z.enum(waybillFields), z.object({ fixed: z.string().max(100) })]);

/** How one marketplace wants its waybill file. */
export const waybillLayoutSchema = z.object({
  fileKind: z.enum(waybillFileKinds),
  sheetName: z.string().trim().min(1).max(31),
  /** A row for each shipping unit, or for each order line in it. */
  rowPer: z.enum(['unit', 'line']),
  columns: z
    .array(z.object({ header: z.string().trim().min(1).max(60), value: valueSchema }))
    .min(1)
    .max(40),
  /** What the marketplace calls a courier, where that is not its usual name. */
  courierNames: z.record(z.string(), z.string().max(40)),
});

export type WaybillLayout = z.infer<typeof waybillLayoutSchema>;

/** The number must stand in the file, and something that tells the marketplace which order it is of. */
export function isUsable({ columns }: Pick<WaybillLayout, 'columns'>): boolean {
  const has = (...fields: WaybillField[]) =>
    columns.some(({ value }) => typeof value === 'string' && fields.includes(value));
  return has('waybillNo') && has('orderNo', 'lineNo', 'lineKey', 'unitNo');
}

/** The layout a channel starts with; one we do not know gets the columns that every one can use. */
export function builtInLayout(marketplace: string): WaybillLayout {
  return builtIn[marketplace] ?? general;
}

const general: WaybillLayout = {
  fileKind: 'xlsx',
  sheetName: '송장',
  rowPer: 'line',
  columns: [
    { header: '주문번호', value: 'orderNo' },
    { header: '주문상품번호', value: 'lineNo' },
    { header: '상품명', value: 'productName' },
    { header: '옵션', value: 'optionName' },
    { header: '수량', value: 'quantity' },
    { header: '택배사', value: 'courierName' },
    { header: '송장번호', value: 'waybillNo' },
  ],
  courierNames: {},
};

const esm: WaybillLayout = {
  fileKind: 'xlsx',
  sheetName: '발송처리',
  rowPer: 'unit',
  columns: [
    { header: '주문번호', value: 'unitNo' },
    { header: '택배사명(발송방법)', value: 'courierName' },
    { header: '송장번호', value: 'waybillNo' },
  ],
  courierNames: {},
};

const builtIn: Partial<Record<string, WaybillLayout>> = {
  smartstore: {
    fileKind: 'xls',
    sheetName: '발송처리',
    rowPer: 'unit',
    columns: [
      { header: '상품주문번호', value: 'unitNo' },
      { header: '배송방법', value: 'shipMethod' },
      { header: '택배사', value: 'courierName' },
      { header: '송장번호', value: 'waybillNo' },
    ],
    courierNames: {},
  },
  coupang: {
    fileKind: 'xlsx',
    sheetName: 'Delivery',
    rowPer: 'line',
    columns: [
      { header: '묶음배송번호', value: 'unitNo' },
      { header: '주문번호', value: 'orderNo' },
      { header: '택배사', value: 'courierName' },
      { header: '운송장번호', value: 'waybillNo' },
      { header: '옵션ID', value: 'lineNo' },
      { header: '등록상품명', value: 'productName' },
      { header: '등록옵션명', value: 'optionName' },
      { header: '구매수(수량)', value: 'quantity' },
    ],
    courierNames: { cj: 'CJ 대한통운', epost: '우체국' },
  },
  auction: esm,
  gmarket: esm,
  '11st': {
    fileKind: 'xls',
    sheetName: '발송처리',
    rowPer: 'unit',
    columns: [
      { header: '배송번호', value: 'unitNo' },
      { header: '택배사', value: 'courierName' },
      { header: '송장번호', value: 'waybillNo' },
    ],
    courierNames: {},
  },
  kakao: {
    fileKind: 'xlsx',
    sheetName: '배송준비',
    rowPer: 'line',
    columns: [
      { header: '주문번호', value: 'orderNo' },
      { header: '채널상품번호', value: 'productNo' },
      { header: '상품명', value: 'productName' },
      { header: '옵션', value: 'optionName' },
      { header: '수량', value: 'quantity' },
      { header: '택배사코드', value: 'courierName' },
      { header: '송장번호', value: 'waybillNo' },
    ],
    courierNames: {},
  },
  hottracks: {
    fileKind: 'xls',
    sheetName: '송장',
    rowPer: 'line',
    columns: [
      { header: '주문번호', value: 'orderNo' },
      { header: '상품이름', value: 'productName' },
      { header: '상품옵션', value: 'optionName' },
      { header: '상품수량', value: 'quantity' },
      { header: '택배사', value: 'courierName' },
      { header: '송장번호', value: 'waybillNo' },
    ],
    courierNames: {},
  },
};
