import { z } from 'zod';
import { withFaults } from '../faults';
import type { Answer, PracticeRequest, Route } from '../http';
import type { Practice } from '../practice';

export const practiceTracking = { path: '/tracking', apiKey: 'practice-tracking-key' } as const;

/** A practice parcel is on its way as soon as somebody asks, and arrives so much later. */
const DELIVERY_MS = 10 * 60_000;
const MOST_NUMBERS = 100;

const askedSchema = z.object({
  courier: z.string().min(1),
  trackingNos: z.array(z.string().min(1)).min(1).max(MOST_NUMBERS),
});

type Asked = { practice: Practice; now: Date; body: string };

const route: Route<Asked> = {
  operation: 'parcels',
  nature: 'read',
  methods: ['POST'],
  path: /^\/v1\/parcels$/,
  answer: track,
};

/** Says where parcels are, courier by courier. */
export function trackingApp(practice: Practice): (request: PracticeRequest) => Promise<Answer> {
  return async ({ method, path, headers, body }) => {
    if (headers['x-api-key'] !== practiceTracking.apiKey) return refusal(401, 'UNKNOWN_KEY');
    const own = path.slice(practiceTracking.path.length);
    if (!route.methods.includes(method) || !route.path.test(own)) return refusal(404, 'NOT_FOUND');
    const struck = { ...route, marketplace: 'tracking', shop: 'tracking' };
    const refusals = { tooMany: refusal(429, 'TOO_MANY'), broken: refusal(500, 'BROKEN') };
    return withFaults(practice, struck, refusals, () =>
      route.answer({ practice, now: practice.clock(), body }),
    );
  };
}

async function track({ practice: { sql }, now, body }: Asked): Promise<Answer> {
  const asked = askedSchema.safeParse(read(body));
  if (!asked.success) return refusal(400, 'MALFORMED');
  const { courier, trackingNos } = asked.data;
  await sql`
    insert into practice.tracked_parcels (courier, tracking_no, first_asked_at)
    select ${courier}, number, ${now} from unnest(${trackingNos}::text[]) as number
    on conflict do nothing`;
  const parcels = await sql<{ trackingNo: string; firstAskedAt: Date }[]>`
    select tracking_no as "trackingNo", first_asked_at as "firstAskedAt"
    from practice.tracked_parcels
    where courier = ${courier} and tracking_no = any(${trackingNos}::text[])`;
  return {
    status: 200,
    body: { parcels: parcels.map((parcel) => shown(parcel, now)) },
  };
}

function shown(parcel: { trackingNo: string; firstAskedAt: Date }, now: Date) {
  const deliveredAt = new Date(parcel.firstAskedAt.getTime() + DELIVERY_MS);
  const { trackingNo } = parcel;
  return deliveredAt <= now
    ? { trackingNo, status: 'DELIVERED', deliveredAt: deliveredAt.toISOString() }
    : { trackingNo, status: 'IN_TRANSIT', deliveredAt: null };
}

function read(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const refusal = (status: number, code: string): Answer => ({ status, body: { code } });
