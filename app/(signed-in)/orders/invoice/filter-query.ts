import type { LoadFilter } from '@/lib/invoicing/load/load-rows';

/** The filter as a URL has it: `size` is the rows of a page there. */
export const filterQuery = ({ size, ...filter }: LoadFilter) => ({ ...filter, kind: size });
