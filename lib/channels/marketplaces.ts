import type { Mark } from './channel';

/** One marketplace as lists and pickers show it. */
export type Marketplace = {
  key: string;
  koreanName: string;
  englishName: string;
  mark: Mark;
  /** Empty where we know none. */
  sellerCentreUrl: string;
  /** No longer in business: its channels take past orders only. */
  isClosed: boolean;
  /** Each account is a shop that counts its orders by itself. */
  numbersOrdersByAccount: boolean;
  /** Its orders and waybills can travel through an adapter; else by sheet or by hand. */
  hasApi: boolean;
};

/** A marketplace that the operator adds by name; its mark is the name's first letter. */
export const OTHER = 'other';

const COUNT_BY_THEMSELVES = ['makeshop', 'godomall', 'shopby', OTHER, 'manual'];

type Row = [
  key: string,
  koreanName: string,
  englishName: string,
  mark: string,
  color: string,
  sellerCentreUrl: string,
];

const alive: Row[] = [
  ['kakao', '카카오톡 스토어', 'Kakao Store', '카', '#b89b00', 'https://shopping-seller.kakao.com'],
  ['ssg', 'SSG.COM', 'SSG.COM', 'S', '#d6001c', 'https://po.ssgadm.com'],
  ['lotteon', '롯데ON', 'Lotte ON', '롯', '#c8102e', 'https://store.lotteon.com'],
  ['zigzag', '지그재그', 'Zigzag', '지', '#e0479e', 'https://partners.kakaostyle.com'],
  ['hottracks', '교보 핫트랙스', 'Kyobo Hottracks', '핫', '#0e7c4a', ''],
  ['musinsa', '무신사', 'Musinsa', '무', '#111111', 'https://partner.musinsa.com'],
  ['29cm', '29CM', '29CM', '29', '#303033', ''],
  ['wconcept', 'W컨셉', 'W Concept', 'W', '#4b4b4b', ''],
  ['ably', '에이블리', 'Ably', '에', '#ff3e6c', ''],
  ['kurly', '컬리', 'Kurly', '컬', '#5f0080', ''],
  ['hyundaihmall', '현대Hmall', 'Hyundai Hmall', '현', '#007a5e', ''],
  ['makeshop', '메이크샵', 'MakeShop', '메', '#1e6fd9', ''],
  ['godomall', '고도몰', 'Godomall', '고', '#f04e23', ''],
  ['akmall', 'AK몰', 'AK Mall', 'AK', '#c2185b', ''],
  ['brich', '브리치', 'Brich', '브', '#1f2937', ''],
  ['wizwid', '위즈위드', 'Wizwid', '위', '#374151', ''],
  ['moongori', '문고리닷컴', 'Moongori', '문', '#b45309', ''],
  ['smelchi', '멸치쇼핑', 'Smelchi', '멸', '#0369a1', ''],
  ['daisomall', '다이소몰', 'Daiso Mall', '다', '#dc2626', ''],
  ['1300k', '1300K', '1300K', '13', '#db2777', ''],
  ['babosarang', '바보사랑', 'Babosarang', '바', '#ca8a04', ''],
  ['ssf', 'SSF샵', 'SSF Shop', 'SF', '#111827', ''],
  ['cjonstyle', 'CJ온스타일', 'CJ OnStyle', 'CJ', '#6d28d9', ''],
  ['ezwel', '이지웰', 'Ezwel', '이', '#2563eb', ''],
  ['benepia', '베네피아', 'Benepia', '베', '#ea580c', ''],
  ['shopby', '샵바이', 'Shop by', '샵', '#0f766e', ''],
  ['grip', '그립', 'Grip', '그', '#16a34a', 'https://seller.grip.show'],
  [OTHER, '직접 추가한 판매처', 'Added by name', '', '#475569', ''],
  ['manual', '직접입력', 'Typed in', '직', '#64748b', ''],
];

const closed: Row[] = [
  ['tmon', '티몬', 'Tmon', '티', '#94a3b8', ''],
  ['wemakeprice', '위메프', 'WeMakePrice', '위', '#94a3b8', ''],
  ['interpark', '인터파크', 'Interpark', '인', '#94a3b8', ''],
];

/** Marketplaces whose orders come by sheet or by hand. */
export const marketplacesWithoutApi: readonly Marketplace[] = [
  ...alive.map((row) => toMarketplace(row, false)),
  ...closed.map((row) => toMarketplace(row, true)),
];

function toMarketplace(row: Row, isClosed: boolean): Marketplace {
  const [key, koreanName, englishName, text, color, sellerCentreUrl] = row;
  const mark = { text, color };
  const numbersOrdersByAccount = COUNT_BY_THEMSELVES.includes(key);
  const names = { key, koreanName, englishName, mark, sellerCentreUrl };
  return { ...names, isClosed, numbersOrdersByAccount, hasApi: false };
}
