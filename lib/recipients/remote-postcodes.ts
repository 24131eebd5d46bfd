import type { RemotePostcodes as PostcodeRange } from '@/db/schema/tenancy';

/** The whole province, certain. */
export const JEJU: PostcodeRange = { from: '63000', to: '63644', place: '제주' };

const range = (place: string, from: number, to = from): PostcodeRange => ({
  from: String(from),
  to: String(to),
  place,
});

/**
 * Islands off Jeju without a bridge, as shops publish them for their surcharge. Couriers differ and
 * bridges are built, so a mall draws its own where this does not fit.
 */
export const usualRemotePostcodes: readonly PostcodeRange[] = [
  range('인천 중구', 22386, 22388),
  range('인천 강화군', 23004, 23010),
  range('인천 옹진군', 23100, 23116),
  range('인천 옹진군', 23124, 23136),
  range('충남 당진시', 31708),
  range('충남 태안군', 32133),
  range('충남 보령시', 33411),
  range('경북 울릉군', 40200, 40240),
  range('부산 강서구', 46768, 46771),
  range('경남 사천시', 52570, 52571),
  range('경남 통영시', 53031, 53033),
  range('경남 통영시', 53089, 53104),
  range('전북 군산시', 54000),
  range('전북 부안군', 56347, 56349),
  range('전남 영광군', 57068, 57069),
  range('전남 목포시', 58760, 58762),
  range('전남 신안군', 58800, 58810),
  range('전남 신안군', 58816, 58818),
  range('전남 신안군', 58826),
  range('전남 신안군', 58832),
  range('전남 신안군', 58839, 58841),
  range('전남 신안군', 58843, 58866),
  range('전남 진도군', 58953, 58958),
  range('전남 완도군', 59102, 59103),
  range('전남 완도군', 59106),
  range('전남 완도군', 59127),
  range('전남 완도군', 59129),
  range('전남 완도군', 59137, 59166),
  range('전남 여수시', 59650),
  range('전남 여수시', 59766),
  range('전남 여수시', 59781, 59790),
];
