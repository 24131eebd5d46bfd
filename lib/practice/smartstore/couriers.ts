/** Couriers of the marketplace's table, and how many digits their numbers have. */
const COURIERS: Readonly<Record<string, readonly number[]>> = {
  CJGLS: [10, 12],
  HANJIN: [10, 12],
  HYUNDAI: [10, 12, 13],
  KGB: [10, 11],
  EPOST: [13],
  KDEXP: [8, 9, 10, 11, 12, 13, 14, 15, 16],
  DAESIN: [13],
  ILYANG: [8, 9, 10, 11, 12, 13, 14, 15, 16],
  CHUNIL: [11],
  HDEXP: [8, 9, 10, 11, 12, 13, 14, 15, 16],
  KUNYOUNG: [10],
  CVSNET: [10, 11, 12],
  CUPARCEL: [10, 11, 12],
  REGISTPOST: [13],
  CH1: [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20],
};

/** How goods travel without a courier. */
export const handMethods = ['VISIT_RECEIPT', 'DIRECT_DELIVERY', 'QUICK_SVC', 'NOTHING'] as const;

export function isCourier(code: string): boolean {
  return Object.hasOwn(COURIERS, code);
}

export function hasRightLength(code: string, trackingNumber: string): boolean {
  return /^\d+$/.test(trackingNumber) && (COURIERS[code]?.includes(trackingNumber.length) ?? false);
}
