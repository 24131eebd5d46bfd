import { getTranslations } from 'next-intl/server';
import type { Params } from '@/app/ui/filter/params';
import { formatDay } from '@/app/ui/format';
import { Pager } from '@/app/ui/table/pager';
import { currentCtx } from '@/lib/auth/current';
import type { Review } from '@/lib/bundling/screen';
import { marketplaceOf } from '@/lib/channels/registry';
import type { Page } from '@/lib/paging';
import { parcelMarks } from '@/lib/shipments/lists/marks';
import { reasonText } from './reason-text';
import { ReviewDesk } from './review-desk';

type ReviewListProps = { page: Page<Review>; params: Params; size: number };

/** 확인필요: near matches, one group each; a person says which belong together. */
export async function ReviewList({ page, params, size }: ReviewListProps) {
  const [t, say] = [await getTranslations('bundle'), await reasonText()];
  const more = (count: number) => (count > 0 ? ` ${t('others', { count })}` : '');
  const marks = await parcelMarks(
    await currentCtx(),
    page.rows.flatMap((review) => review.rows.map((row) => row.shipmentId)),
  );
  const groups = page.rows.map((review, at) => ({
    no: page.firstNo - at,
    differing: review.differing,
    rows: review.rows.map((row) => ({
      id: row.shipmentId,
      seen: row.seen,
      orderedOn: formatDay(row.orderedAt),
      lineId: `${row.lineId}${more(row.otherLines)}`,
      channelName: row.channelName,
      mark: marketplaceOf(row.marketplace).mark,
      orderId: row.orderId,
      orderNo: row.orderNo,
      more: more(row.otherOrders),
      ...row.recipient,
      why: row.reason ? say(row.reason) : '',
      marks: marks.get(row.shipmentId),
    })),
  }));
  return (
    <ReviewDesk
      groups={groups}
      total={page.total}
      footer={<Pager page={page} size={size} params={params} />}
    />
  );
}
