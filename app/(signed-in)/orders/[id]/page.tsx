import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { ClientMessages } from '@/app/ui/client-messages';
import { Trail } from '@/app/ui/frame/trail';
import { currentCtx } from '@/lib/auth/current';
import { offersOf } from '@/lib/claims/answers/offers';
import { answersOfOrder } from '@/lib/claims/answers/screen';
import { noticesOf } from '@/lib/notices/screen';
import { orderDetail } from '@/lib/orders/order';
import { parcelMarks } from '@/lib/shipments/lists/marks';
import { Pushes } from './channel-side';
import { Claims } from './claims';
import { Head } from './head';
import { Lines } from './lines';
import { Memos } from './memos';
import { Notices } from './notices';
import { RawDocument } from './raw-document';
import { Recipients } from './recipients';
import { Shipment } from './shipment';
import { Timeline } from './timeline';

type OrderPageProps = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('order');
  return { title: t('title') };
}

/** 주문 상세: everything of one order, and what may be done with it now. */
export default async function OrderPage({ params }: OrderPageProps) {
  const id = z.coerce
    .number()
    .int()
    .positive()
    .safeParse((await params).id);
  if (!id.success) notFound();
  const ctx = await currentCtx();
  const order = await orderDetail(ctx, id.data);
  if (!order) notFound();
  const marks = await parcelMarks(
    ctx,
    order.shipments.map((shipment) => shipment.id),
  );
  const notices = await noticesOf(ctx, id.data);
  const t = await getTranslations();
  const mayWork = ctx.role !== 'viewer';
  const claimIds = order.claims.map((claim) => claim.id);
  const [offers, answers] = [await offersOf(ctx, claimIds), await answersOfOrder(ctx, id.data)];
  return (
    <ClientMessages namespaces={['order', 'notices', 'claims']}>
      <Trail steps={[t('frame.trails.orders'), t('frame.trails.integrated'), t('order.title')]} />
      <main className="grid gap-2.5 px-4 pb-6">
        <Head head={order.head} lines={order.lines} memos={order.memos} mayWork={mayWork} />
        <div className="grid grid-cols-[minmax(0,1fr)_380px] items-start gap-2.5">
          <div className="grid grid-cols-1 gap-2.5">
            {order.shipments.map((shipment) => (
              <Shipment
                key={shipment.id}
                shipment={shipment}
                order={order}
                region={marks.get(shipment.id)?.region ?? null}
                mayWork={mayWork}
              />
            ))}
            <Lines
              lines={order.lines}
              claims={order.claims}
              isFromChannel={order.head.source === 'channel'}
              mayWork={mayWork}
            />
            <Notices notices={notices} mayWork={mayWork} />
            <Claims order={order} offers={offers} answers={answers} mayWork={mayWork} />
            <Pushes pushes={order.pushes} mayWork={mayWork} />
            {order.document && <RawDocument document={order.document} />}
          </div>
          <div className="grid grid-cols-1 gap-2.5">
            <Memos orderId={order.head.id} memos={order.memos} mayWork={mayWork} />
            <Recipients order={order} />
            <Timeline order={order} />
          </div>
        </div>
      </main>
    </ClientMessages>
  );
}
