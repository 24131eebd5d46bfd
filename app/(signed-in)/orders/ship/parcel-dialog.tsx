import { getTranslations } from 'next-intl/server';
import { CourierName, WaybillNo } from '@/app/ui/courier';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { formatTime } from '@/app/ui/format';
import { HoldBadges, HoldNotes, StateBadge } from '@/app/ui/states';
import { currentCtx } from '@/lib/auth/current';
import { type ParcelDetail, parcelDetail } from '@/lib/shipping/scanning/parcel';
import { BoxForm, ResendForm } from './parcel-forms';
import { parcelLineName } from './parcel-line-name';
import { Part } from './parcel-part';
import { ShortForm } from './short-form';

type ParcelDialogProps = { shipmentId: number; closeHref: string };

/** 배송번호 … 관리: 복수박스, 결품 and 재발송 of one parcel, as its stage allows. */
export async function ParcelDialog({ shipmentId, closeHref }: ParcelDialogProps) {
  const [ctx, t] = [await currentCtx(), await getTranslations('ship.parcel')];
  const parcel = await parcelDetail(ctx, shipmentId);
  const title = t('title', { id: shipmentId });
  if (!parcel) {
    return (
      <Dialog title={title} closeHref={closeHref}>
        <p>{t('unknown')}</p>
        <DialogButtons />
      </Dialog>
    );
  }
  const hasLeft = parcel.stage === 'shipped' || parcel.stage === 'delivered';
  const isPacked = parcel.stage === 'allocated' || parcel.stage === 'invoiced';
  return (
    <Dialog
      title={title}
      description={`${parcel.channelName} · ${parcel.orderNo}`}
      closeHref={closeHref}
      width="wide"
    >
      <div className="grid gap-5">
        <Facts parcel={parcel} />
        {parcel.waybillNo && (
          <BoxForm
            shipmentId={parcel.id}
            courier={parcel.courier}
            boxes={parcel.boxes}
            mayAdd={parcel.stage !== 'delivered'}
          />
        )}
        {isPacked && parcel.pieces.length > 0 && (
          <Part title={t('short')} hint={t('shortHint')}>
            <ShortForm shipmentId={parcel.id} pieces={parcel.pieces} />
          </Part>
        )}
        {hasLeft && <ResendForm shipmentId={parcel.id} lines={parcel.lines} />}
      </div>
      <DialogButtons />
    </Dialog>
  );
}

async function Facts({ parcel }: { parcel: ParcelDetail }) {
  const [t, tShip] = [await getTranslations('ship.parcel'), await getTranslations('ship')];
  const way = parcel.shipMethod as 'parcel' | 'direct' | 'quick' | 'pickup' | 'none';
  return (
    <section className="grid gap-1.5" aria-label={t('contents')}>
      <p className="flex flex-wrap items-center gap-2">
        <StateBadge axis="stage" state={parcel.stage} />
        <HoldBadges kinds={parcel.holdKinds} />
        <span className="numeric">
          {parcel.waybillNo ? (
            <>
              <CourierName courier={parcel.courier} />{' '}
              <WaybillNo courier={parcel.courier} waybillNo={parcel.waybillNo} />
            </>
          ) : (
            tShip(`methods.${way}`)
          )}
        </span>
        {parcel.deliveredAt && (
          <span>{tShip('deliveredAt', { at: formatTime(parcel.deliveredAt) })}</span>
        )}
        {parcel.resendsShipmentId && <span>{t('resends', { id: parcel.resendsShipmentId })}</span>}
        {parcel.resentBy.length > 0 && (
          <span>{t('resentBy', { ids: parcel.resentBy.join(', ') })}</span>
        )}
      </p>
      <HoldNotes kinds={parcel.holdKinds} notes={parcel.holdNotes} />
      <ul className="list-disc pl-5">
        {parcel.lines.map((line) => (
          <li key={line.lineId}>
            {parcelLineName(line, t('gift'))} × {line.qty}
            <span className="ml-2 text-muted">{line.goods.join(', ')}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
