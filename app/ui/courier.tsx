import { useLocale } from 'next-intl';
import { courierKeys, courierName } from '@/lib/couriers/registry';

type CourierNameProps = { courier: string | null; none?: string };

/** As the reader's language calls it. */
export function CourierName({ courier, none }: CourierNameProps) {
  return courierName(useLocale(), courier, none);
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
