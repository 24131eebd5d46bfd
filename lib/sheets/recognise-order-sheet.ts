import type { OrderSheetField } from './order-fields';

export type OrderSheetFormat =
  | 'moa'
  | 'smartstore'
  | 'coupang'
  | 'esm'
  | '11st'
  | 'kakao'
  | 'kyobo';

/** Field → index of its column in `headers`. Two fields may share a column. */
export type OrderSheetColumns = Partial<Record<OrderSheetField, number>>;

export type OrderSheetMatch = { format: OrderSheetFormat; columns: OrderSheetColumns };

/** The seller centre's export this header row belongs to, or null: then the operator maps columns. */
export function recogniseOrderSheet(_headers: readonly string[]): OrderSheetMatch | null {
  throw new Error('not written yet');
}
