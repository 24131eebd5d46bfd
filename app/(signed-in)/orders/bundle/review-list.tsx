import { getTranslations } from 'next-intl/server';
import type { Params } from '@/app/ui/filter/params';
import { formatDay } from '@/app/ui/format';
import { Pager } from '@/app/ui/table/pager';
import type { Review } from '@/lib/bundling/screen';
import { marketplaceOf } from '@/lib/channels/registry';
import type { Page } from '@/lib/paging';
import { reasonText } from './reason-text';
import { ReviewDesk } from './review-desk';

type ReviewListProps = { page: Page<Review>; params: Params; size: number };

/** 확인필요: near matches, one group each; a person says which belong together. */
export async function ReviewList({ page, params, size }: ReviewListProps) {
  const [t, say] = [await getTranslations('bundle'), await reasonText()];
  const more = (count: number) => (count > 0 ? ` ${t('others', { count })}` : '');
  const groups = page.rows.map((review, at) => ({
    no: page.firstNo - at,
    differing: review.differing,
    rows: review.rows.map((row) => ({
      id: row.shipmentId,
      orderedOn: formatDay(row.orderedAt),
      lineId: `${row.lineId}${more(row.otherLines)}`,
      channelName: row.channelName,
      mark: marketplaceOf(row.marketplace).mark,
      orderNo: row.orderNo + more(row.otherOrders),
      ...row.recipient,
      why: row.reason ? say(row.reason) : '',
    })),
  }));
  return (
    <ReviewDesk
      key={groups.flatMap((group) => group.rows.map((row) => row.id)).join()}
      groups={groups}
      total={page.total}
      footer={<Pager page={page} size={size} params={params} />}
    />
  );
}
