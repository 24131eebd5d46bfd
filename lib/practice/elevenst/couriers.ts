/** Couriers that the marketplace knows, and how their numbers look. */
const COURIERS: Readonly<Record<string, RegExp>> = {
  '00034': /^\d{10}(\d{2})?$/,
  '00011': /^\d{10}(\d{2})?$/,
  '00012': /^\d{10}(\d{2,3})?$/,
  '00002': /^\d{10,11}$/,
  '00007': /^\d{13}$/,
  '00026': /^\d{8,16}$/,
  '00021': /^\d{13}$/,
  '00022': /^\d{8,16}$/,
  '00027': /^\d{11}$/,
  '00035': /^\d{8,16}$/,
  '00037': /^20\d{6}\d{10}$/,
  '00060': /^\d{10,12}$/,
  '00061': /^\d{10,12}$/,
  '00099': /^.{1,50}$/,
};

export function isCourier(code: string): boolean {
  return Object.hasOwn(COURIERS, code);
}

export function fitsCourier(code: string, invcNo: string): boolean {
  return COURIERS[code]?.test(invcNo) ?? false;
}
