import type { ProductRow } from './rows';

const FARM = '들녘농산';
const SEA = '푸른바다수산';
const TABLE = '오늘식탁';

export const food: readonly ProductRow[] = [
  ['이천 햅쌀', FARM, 32900, { 중량: ['10kg', '20kg:+29000'] }],
  ['국산 서리태 1kg', FARM, 13900],
  ['제주 감귤 5kg', FARM, 19900, { 크기: ['소과', '중과:+2000'] }],
  ['부사 사과 3kg', FARM, 24900],
  ['꿀고구마 3kg', FARM, 14900],
  ['국산 들기름 300ml', FARM, 16900],
  ['볶음 땅콩 500g', FARM, 8900],
  ['하루견과 30봉', FARM, 21900],
  ['재래 도시락김 32봉', SEA, 13900],
  ['건미역 200g', SEA, 7900],
  ['국물용 멸치 1kg', SEA, 18900],
  ['반건조 오징어 5미', SEA, 23900, undefined, 'frozen'],
  ['손질 고등어 2kg', SEA, 21900, undefined, 'frozen'],
  ['자숙 새우살 500g', SEA, 12900, undefined, 'frozen'],
  ['간장 게장 1kg', SEA, 39900, undefined, 'chilled'],
  ['포기김치', TABLE, 27900, { 중량: ['3kg', '5kg:+14000'] }, 'chilled'],
  ['총각김치 2kg', TABLE, 19900, undefined, 'chilled'],
  ['한우 국거리 300g', TABLE, 17900, undefined, 'chilled'],
  ['왕만두 1.2kg', TABLE, 11900, { 맛: ['고기', '김치'] }, 'frozen'],
  ['떡갈비 10장', TABLE, 15900, undefined, 'frozen'],
  ['즉석 떡볶이 2인', TABLE, 7900, { 맛: ['순한맛', '매운맛'] }, 'frozen'],
  ['곰탕 500g 5팩', TABLE, 19900],
  ['드립백 커피 20개', TABLE, 16900, { 원두: ['고소한맛', '산뜻한맛', '디카페인'] }],
  ['보리차 티백 50개', TABLE, 5900],
  ['유자차 1kg', TABLE, 11900],
  ['쌀과자', TABLE, 4900, { 맛: ['단호박', '시금치', '자색고구마'] }],
  ['아카시아 꿀 600g', FARM, 22900],
  ['홍삼 스틱 30포', TABLE, 39900],
  ['현미 누룽지 1kg', FARM, 12900],
  ['구운 계란 30구', FARM, 13900],
  ['들깨가루 500g', FARM, 9900],
  ['프로틴 쉐이크', TABLE, 29900, { 맛: ['초코', '곡물'] }],
];
