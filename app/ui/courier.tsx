import { useLocale } from 'next-intl';
import { courierKeys, courierName, trackingUrlOf } from '@/lib/couriers/registry';

type CourierNameProps = { courier: string | null; none?: string };

/** As the reader's language calls it. */
export function CourierName({ courier, none }: CourierNameProps) {
  return courierName(useLocale(), courier, none);
}

/** No wider than a waybill number, in a list that has no room to spare. */
export function ShortCourierName({ courier }: { courier: string | null }) {
  const name = courierName(useLocale(), courier);
  return (
    <span className="block max-w-[96px] truncate" title={name}>
      {name}
    </span>
  );
}

type WaybillNoProps = { courier: string | null; waybillNo: string };

/** The way to the courier's own page of the parcel, where there is one. */
export function WaybillNo({ courier, waybillNo }: WaybillNoProps) {
  const url = trackingUrlOf(courier, waybillNo);
  if (url === null) return waybillNo;
  return (
    <a className="link" href={url} target="_blank" rel="noreferrer">
      {waybillNo}
    </a>
  );
}

/** Every courier as an option of a Select. */
export function CourierOptions() {
  const locale = useLocale();
  return courierKeys.map((key) => (
    <option key={key} value={key}>
      {courierName(locale, key)}
    </option>
  ));
}
