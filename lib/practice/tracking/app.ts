import { withFaults } from '../faults';
import { type Answer, ok, type PracticeRequest, type Route } from '../http';
import { kstSeconds } from '../kst';
import type { Practice } from '../practice';

export const practiceTracking = { path: '/tracking', apiKey: 'practice-tracking-key' } as const;

/** A practice parcel is on its way as soon as somebody asks, and arrives so much later. */
const DELIVERY_MS = 10 * 60_000;

type Asked = { practice: Practice; now: Date; query: URLSearchParams };

const route: Route<Asked> = {
  operation: 'parcels',
  nature: 'read',
  methods: ['GET'],
  path: /^\/api\/v1\/trackingInfo$/,
  answer: track,
};

/** 배송조회 as 스마트택배 has it: HTTP is 200 whatever it has to say. */
export function trackingApp(practice: Practice): (request: PracticeRequest) => Promise<Answer> {
  return async ({ method, path, query: written }) => {
    const own = path.slice(practiceTracking.path.length);
    if (!route.methods.includes(method) || !route.path.test(own))
      return { status: 404, body: { status: 404, error: 'Not Found' } };
    const query = new URLSearchParams(written);
    if (query.get('t_key') !== practiceTracking.apiKey)
      return refusal('101', '유효하지 않은 API KEY 입니다.');
    const struck = { ...route, marketplace: 'tracking', shop: 'tracking' };
    const tooMany = { status: 429, body: { status: 429, error: 'Too Many Requests' } };
    const broken = { status: 500, body: { status: 500, error: 'Internal Server Error' } };
    return withFaults(practice, struck, { tooMany, broken }, () =>
      route.answer({ practice, now: practice.clock(), query }),
    );
  };
}

async function track({ practice: { sql }, now, query }: Asked): Promise<Answer> {
  const [code, number] = [query.get('t_code') ?? '', query.get('t_invoice') ?? ''];
  if (!/^\d{2,3}$/.test(code) || !/^\w+$/.test(number))
    return refusal('104', '유효하지 않은 운송장번호 이거나 택배사 코드 입니다.');
  await sql`
    insert into practice.tracked_parcels (courier, tracking_no, first_asked_at)
    values (${code}, ${number}, ${now}) on conflict do nothing`;
  const [parcel] = await sql<{ firstAskedAt: Date }[]>`
    select first_asked_at as "firstAskedAt" from practice.tracked_parcels
    where courier = ${code} and tracking_no = ${number}`;
  return ok(shown(number, parcel?.firstAskedAt ?? now, now));
}

function shown(invoiceNo: string, firstAskedAt: Date, now: Date): object {
  const deliveredAt = new Date(firstAskedAt.getTime() + DELIVERY_MS);
  const collected = detail(firstAskedAt, '집화처리', 2);
  if (deliveredAt > now)
    return { result: 'Y', invoiceNo, complete: false, level: 2, trackingDetails: [collected] };
  const delivered = detail(deliveredAt, '배달완료', 6);
  const trackingDetails = [collected, delivered];
  return { result: 'Y', invoiceNo, complete: true, level: 6, trackingDetails };
}

const detail = (at: Date, kind: string, level: number) => ({
  time: at.getTime(),
  timeString: kstSeconds(at),
  where: '연습터미널',
  kind,
  level,
});

const refusal = (code: string, msg: string): Answer => ok({ status: false, code, msg });
