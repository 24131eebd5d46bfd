import {
  choiceParam,
  type Params,
  pageParams,
  readParams,
  wordParams,
} from '@/app/ui/filter/params';
import { idParam } from '@/lib/ids';
import { variantSearchKinds } from '@/lib/shipments/lists/variant-search-kinds';
import type { StockFilter } from '@/lib/stock/screen';

/** What the URL of 재고 현황 says. */
export const readAsked = (params: Params) =>
  readParams(params, {
    ...wordParams(variantSearchKinds),
    ...pageParams,
    short: choiceParam(['', '1']),
    ledger: idParam,
    before: idParam,
  });

export const filterOf = (asked: ReturnType<typeof readAsked>): StockFilter => ({
  kind: asked.kind,
  word: asked.word,
  isShort: asked.short === '1',
});
