import type { Department } from './catalogue';

export const marketplaceKeys = [
  'coupang',
  'cafe24',
  'smartstore',
  '11st',
  'auction',
  'gmarket',
] as const;
export type Marketplace = (typeof marketplaceKeys)[number];

export interface CoupangCredentials {
  readonly vendorId: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

export interface Cafe24Credentials {
  readonly mallId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The first one only: each refresh rotates it. */
  readonly refreshToken: string;
}

export interface SmartstoreCredentials {
  readonly clientId: string;
  /** A bcrypt salt. */
  readonly clientSecret: string;
}

export interface ElevenstCredentials {
  readonly apiKey: string;
}

export interface EsmCredentials {
  readonly masterId: string;
  readonly sellerId: string;
  readonly secretKey: string;
}

export type PracticeShop = {
  readonly key: string;
  readonly account: string;
  readonly sells: readonly Department[];
} & (
  | { readonly marketplace: 'coupang'; readonly credentials: CoupangCredentials }
  | { readonly marketplace: 'cafe24'; readonly credentials: Cafe24Credentials }
  | { readonly marketplace: 'smartstore'; readonly credentials: SmartstoreCredentials }
  | { readonly marketplace: '11st'; readonly credentials: ElevenstCredentials }
  | { readonly marketplace: 'auction' | 'gmarket'; readonly credentials: EsmCredentials }
);

/** How sellers call each marketplace, and where a shop of it answers. */
export const practiceSites = {
  coupang: { koreanName: '쿠팡', path: '/coupang' },
  cafe24: { koreanName: '카페24', path: '/cafe24/{account}' },
  smartstore: { koreanName: '스마트스토어', path: '/smartstore' },
  '11st': { koreanName: '11번가', path: '/11st/rest' },
  auction: { koreanName: '옥션', path: '/auction' },
  gmarket: { koreanName: 'G마켓', path: '/gmarket' },
} as const satisfies Record<Marketplace, { koreanName: string; path: string }>;

/** The sellers' accounts on the practice marketplaces; the keys are worth nothing elsewhere. */
export const practiceShops: readonly PracticeShop[] = [
  {
    key: 'coupang-daily',
    marketplace: 'coupang',
    account: '모아데일리',
    sells: ['clothes', 'living', 'food'],
    credentials: {
      vendorId: 'A00090001',
      accessKey: 'a1a1a1a1-0001-4000-8000-practice0001',
      secretKey: 'practice0001coupang0secret0key0moa0daily',
    },
  },
  {
    key: 'coupang-kitchen',
    marketplace: 'coupang',
    account: '모아키친',
    sells: ['living', 'food'],
    credentials: {
      vendorId: 'A00090002',
      accessKey: 'a1a1a1a1-0002-4000-8000-practice0002',
      secretKey: 'practice0002coupang0secret0key0moa0kitch',
    },
  },
  {
    key: 'cafe24-daily',
    marketplace: 'cafe24',
    account: 'moadaily',
    sells: ['clothes', 'living'],
    credentials: {
      mallId: 'moadaily',
      clientId: 'practiceDailyClient01',
      clientSecret: 'practiceDailySecret01',
      refreshToken: 'practiceDailyFirstRefreshToken',
    },
  },
  {
    key: 'cafe24-kitchen',
    marketplace: 'cafe24',
    account: 'moakitchen',
    sells: ['living', 'food'],
    credentials: {
      mallId: 'moakitchen',
      clientId: 'practiceKitchenClient2',
      clientSecret: 'practiceKitchenSecret2',
      refreshToken: 'practiceKitchenFirstRefreshToken',
    },
  },
  {
    key: 'smartstore-daily',
    marketplace: 'smartstore',
    account: '모아스토어',
    sells: ['clothes', 'living', 'food'],
    credentials: {
      clientId: 'practiceDailyStore0001',
      clientSecret: '$2a$04$practiceStoreSalt0000u',
    },
  },
  {
    key: '11st-daily',
    marketplace: '11st',
    account: 'moadaily11',
    sells: ['clothes', 'living', 'food'],
    credentials: { apiKey: 'practice11st0daily0openapi0key01' },
  },
  {
    key: 'auction-daily',
    marketplace: 'auction',
    account: '모아옥션',
    sells: ['clothes', 'living'],
    credentials: {
      masterId: 'moapractice',
      sellerId: 'moadailyauction',
      secretKey: 'practice0esm0master0secret0key0moa',
    },
  },
  {
    key: 'gmarket-daily',
    marketplace: 'gmarket',
    account: '모아지마켓',
    sells: ['living', 'food'],
    credentials: {
      masterId: 'moapractice',
      sellerId: 'moadailygmarket',
      secretKey: 'practice0esm0master0secret0key0moa',
    },
  },
];

/** The account as its marketplace knows it. */
export function accountOf(shop: PracticeShop): string {
  switch (shop.marketplace) {
    case 'coupang':
      return shop.credentials.vendorId;
    case 'cafe24':
      return shop.credentials.mallId;
    case 'smartstore':
    case '11st':
      return shop.account;
    case 'auction':
    case 'gmarket':
      return shop.credentials.sellerId;
  }
}
