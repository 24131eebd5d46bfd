import type { AllocationLine } from '@/lib/allocation/screen';

type Served = Pick<AllocationLine, 'qty' | 'allocatedQty'>;

/** Where not all lines have room, those that are not wholly allocated are the ones to see. */
export function unservedFirst<Line extends Served>(lines: readonly Line[]): Line[] {
  const isWhole = ({ qty, allocatedQty }: Line) => Number(allocatedQty === qty);
  return lines.toSorted((one, other) => isWhole(one) - isWhole(other));
}
