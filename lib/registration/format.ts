import type { OrderFormatKey } from '@/lib/sheets/formats/order-formats';

/** The marketplaces whose orders a seller centre's export holds; our own sheet is for all. */
const MARKETPLACES: Record<Exclude<OrderFormatKey, 'moa'>, readonly string[]> = {
  smartstore: ['smartstore'],
  coupang: ['coupang'],
  esm: ['auction', 'gmarket'],
  '11st': ['11st'],
  kakao: ['kakao'],
  kyobo: ['hottracks'],
};

export function holdsOrdersOf(format: OrderFormatKey, marketplace: string): boolean {
  return format === 'moa' || MARKETPLACES[format].includes(marketplace);
}
