import type { CourierCodes } from '../channel';
import type { ShipmentPush } from '../unit';

/** From the marketplace's table of delivery companies. */
export const smartstoreCourierCodes: CourierCodes = {
  cj: 'CJGLS',
  hanjin: 'HANJIN',
  lotte: 'HYUNDAI',
  logen: 'KGB',
  epost: 'EPOST',
  kdexp: 'KDEXP',
  daesin: 'DAESIN',
  ilyang: 'ILYANG',
  hdexp: 'HDEXP',
  chunil: 'CHUNIL',
  kunyoung: 'KUNYOUNG',
  cupost: 'CUPARCEL',
  cvsnet: 'CVSNET',
  registpost: 'REGISTPOST',
  self: null,
  other: 'CH1',
};

export const deliveryMethods: Readonly<Record<NonNullable<ShipmentPush['method']>, string>> = {
  parcel: 'DELIVERY',
  direct: 'DIRECT_DELIVERY',
  quick: 'QUICK_SVC',
  pickup: 'VISIT_RECEIPT',
  none: 'NOTHING',
};
