import { z } from 'zod';
import {
  choiceParam,
  type Params,
  pageParams,
  readParams,
  wordParams,
} from '@/app/ui/filter/params';
import { importFilters } from '@/lib/files/sheet-import';
import { idParam } from '@/lib/ids';
import { type ProductFilter, productShows } from '@/lib/products/screen';
import { temperatures } from '@/lib/products/variant';
import { variantSearchKinds } from '@/lib/shipments/lists/variant-search-kinds';

/** What the URL of 상품 목록 asks for; its sheet reads the same. */
export function readAsked(params: Params) {
  return readParams(params, {
    ...wordParams(variantSearchKinds),
    ...pageParams,
    show: choiceParam(productShows),
    temperature: choiceParam(['', ...temperatures]),
    tag: z.string().trim().max(50).catch(''),
    edit: idParam,
    option: idParam,
    upload: idParam,
    rows: choiceParam(importFilters),
  });
}

export function filterOf(asked: ReturnType<typeof readAsked>): ProductFilter {
  const { kind, word, show, tag, temperature } = asked;
  return { kind, word, show, tag, temperature: temperature === '' ? undefined : temperature };
}
