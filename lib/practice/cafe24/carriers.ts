import { type Answer, ok } from '../http';
import type { Cafe24Shop } from '../store/shops';
import type { Cafe24Call } from './call';

export interface Carrier {
  readonly carrierId: number;
  readonly code: string;
  readonly name: string;
}

const SELF: Carrier = { carrierId: 1, code: '0001', name: '자체배송' };
const CJ: Carrier = { carrierId: 2, code: '0006', name: 'CJ대한통운' };
const HANJIN: Carrier = { carrierId: 3, code: '0018', name: '한진택배' };
const LOTTE: Carrier = { carrierId: 4, code: '0079', name: '롯데택배' };
const LOGEN: Carrier = { carrierId: 5, code: '0004', name: '로젠택배' };
const EPOST: Carrier = { carrierId: 6, code: '0012', name: '우체국택배' };
const KYUNGDONG: Carrier = { carrierId: 7, code: '0039', name: '경동택배' };

/** Each mall has agreements of its own: a code that one knows is refused by the other. */
export function carriersOf({ credentials }: Pick<Cafe24Shop, 'credentials'>): readonly Carrier[] {
  const common = [SELF, CJ, HANJIN, LOTTE];
  return credentials.mallId === 'moakitchen'
    ? [...common, EPOST]
    : [...common, LOGEN, EPOST, KYUNGDONG];
}

/** The mall's own couriers. */
export async function listCarriers({ shop }: Cafe24Call): Promise<Answer> {
  const carriers = carriersOf(shop).map(({ carrierId, code, name }) => ({
    shop_no: 1,
    carrier_id: carrierId,
    shipping_carrier_code: code,
    shipping_carrier: name,
    track_shipment_url: null,
    shipping_type: 'A',
    contact: '1588-0000',
    secondary_contact: null,
    email: null,
    default_shipping_fee: '3000.00',
    homepage_url: null,
    default_shipping_carrier: code === CJ.code ? 'T' : 'F',
    shipping_fee_setting: 'F',
  }));
  return ok({ carriers });
}
