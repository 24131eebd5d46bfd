import { useLocale } from 'next-intl';
import { courierKeys, courierName } from '@/lib/couriers/registry';

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

/** Every courier as an option of a Select. */
export function CourierOptions() {
  const locale = useLocale();
  return courierKeys.map((key) => (
    <option key={key} value={key}>
      {courierName(locale, key)}
    </option>
  ));
}
