import type { CourierCodes } from '../channel';

/** The common codes; a store can have others of its own, so the mapping stays editable. */
export const cafe24CourierCodes: CourierCodes = {
  cj: '0006',
  hanjin: '0018',
  lotte: '0079',
  logen: '0004',
  epost: '0012',
  kdexp: '0039',
  daesin: '0002',
  ilyang: '0011',
  hdexp: '0047',
  chunil: '0016',
  kunyoung: null,
  cupost: null,
  cvsnet: null,
  registpost: null,
  self: '0001',
  other: null,
};
