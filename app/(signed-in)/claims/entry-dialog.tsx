import { getTranslations } from 'next-intl/server';
import { ClientMessages } from '@/app/ui/client-messages';
import { Dialog } from '@/app/ui/dialog/dialog';
import { FilterBar } from '@/app/ui/filter/filter-bar';
import { FilterLabel } from '@/app/ui/filter/filter-fields';
import { currentCtx } from '@/lib/auth/current';
import { enterableLines } from '@/lib/claims/enterable';
import { EntryForm } from './claim-forms';

/** 클레임 등록: first the order, then what is asked of which line. */
export async function EntryDialog({ orderNo, closeHref }: { orderNo: string; closeHref: string }) {
  const t = await getTranslations('claims.entry');
  const lines = orderNo === '' ? [] : await enterableLines(await currentCtx(), orderNo);
  return (
    <Dialog title={t('title')} description={t('hint')} closeHref={closeHref}>
      <div className="grid gap-3">
        <FilterBar submit={t('find')}>
          <input type="hidden" name="entry" value="1" data-kept />
          <FilterLabel label={t('orderNo')}>
            <input
              type="search"
              name="orderNo"
              aria-label={t('orderNo')}
              defaultValue={orderNo}
              maxLength={100}
              className="input"
            />
          </FilterLabel>
        </FilterBar>
        {orderNo !== '' && lines.length === 0 && <p className="text-muted">{t('none')}</p>}
        {lines.length > 0 && (
          <ClientMessages namespaces={['claims']}>
            <EntryForm key={orderNo} lines={lines} />
          </ClientMessages>
        )}
      </div>
    </Dialog>
  );
}
