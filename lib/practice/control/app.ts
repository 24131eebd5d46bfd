import { timingSafeEqual } from 'node:crypto';
import { type ZodType, z } from 'zod';
import { faultKinds } from '../control';
import { readCourierJournal } from '../courier/journal';
import { type Answer, findRoute, ok, type PracticeRequest, type Route } from '../http';
import type { Practice } from '../practice';
import { marketplaceKeys } from '../shops';
import { addFault, clearFaults, standingFaults } from '../store/faults';
import { readJournal } from '../store/journal';
import { changeAddress, deliver, requestCancel, requestExchange, withdrawClaims } from './buyers';
import { makeOrders } from './make-orders';
import { refuse } from './refuse';
import { listOrders, readState, reset } from './state';

interface ControlCall {
  readonly practice: Practice;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

const marketplace = z.enum(marketplaceKeys);
const line = z.object({ lineKey: z.string(), quantity: z.number().int().positive() });

const ordersForm = z.object({
  count: z.number().int().min(1).max(20_000),
  seed: z.number().int().optional(),
  now: z.iso.datetime({ offset: true }).optional(),
  shops: z.array(z.string()).min(1).optional(),
  spreadMinutes: z.number().min(0).optional(),
  acknowledgedShare: z.number().min(0).max(1).optional(),
  giftShare: z.number().min(0).max(1).optional(),
  marketShippedShare: z.number().min(0).max(1).optional(),
  shares: z.record(z.string(), z.number().positive()).optional(),
  nearMatches: z.number().int().min(0).optional(),
  newProducts: z.number().int().min(0).optional(),
});
const faultForm = z.object({
  marketplace: z.enum([...marketplaceKeys, 'courier', 'cj', 'tracking']),
  shop: z.string().optional(),
  operation: z.string().optional(),
  fault: z.enum(faultKinds),
  times: z.number().int().positive().optional(),
  rate: z.number().min(0).max(1).optional(),
  milliseconds: z.number().int().min(0).optional(),
});
const cancelForm = z.object({
  marketplace,
  orderNo: z.string(),
  lines: z.array(line).min(1).optional(),
  reason: z.string().optional(),
});
const exchangeForm = z.object({
  marketplace,
  orderNo: z.string(),
  lineKey: z.string().optional(),
  reason: z.string().optional(),
});
const deliveryForm = z.object({
  marketplace,
  orderNo: z.string(),
  isConfirmed: z.boolean().optional(),
});
const withdrawalForm = z.object({ marketplace, orderNo: z.string() });
const addressForm = z.object({
  marketplace,
  orderNo: z.string(),
  name: z.string().optional(),
  postcode: z.string().optional(),
  address1: z.string().optional(),
  address2: z.string().optional(),
  phone: z.string().optional(),
});
const resetForm = z.object({ tokens: z.boolean().optional() });

const routes: readonly Route<ControlCall>[] = [
  post('orders', ordersForm, (practice, input) => makeOrders(practice, input)),
  get('orders', ({ practice, query }) =>
    listOrders(practice, { shop: query.get('shop'), afterId: afterId(query) }),
  ),
  get('journal', ({ practice, query }) =>
    readJournal(practice.sql, {
      marketplace: query.get('marketplace'),
      shop: query.get('shop'),
      afterId: afterId(query),
    }),
  ),
  get('courier-journal', ({ practice }) => readCourierJournal(practice)),
  get('faults', ({ practice: { sql } }) => standingFaults(sql)),
  post('faults', faultForm, ({ sql }, input) => addFault(sql, input)),
  {
    ...get('faults', ({ practice: { sql }, query }) =>
      clearFaults(sql, { marketplace: query.get('marketplace'), fault: query.get('fault') }),
    ),
    methods: ['DELETE'],
  },
  post('cancel-requests', cancelForm, requestCancel),
  post('exchanges', exchangeForm, requestExchange),
  post('withdrawals', withdrawalForm, withdrawClaims),
  post('deliveries', deliveryForm, deliver),
  post('address-changes', addressForm, changeAddress),
  get('state', ({ practice }) => readState(practice)),
  post('reset', resetForm, reset),
];

export type ControlApp = (request: PracticeRequest) => Promise<Answer>;

/** What no marketplace offers: orders to practise on, faults, and the journal. */
export function controlApp(practice: Practice): ControlApp {
  return async (request) => {
    if (!isAllowed(practice, request)) refuse(401, 'The control token is wrong.');
    const found = findRoute(routes, request.method, request.path);
    if (!found) return refuse(404, 'No such control.');
    return found.route.answer({
      practice,
      query: new URLSearchParams(request.query),
      body: bodyOf(request),
    });
  };
}

function isAllowed({ controlToken }: Practice, { headers }: PracticeRequest): boolean {
  const given = Buffer.from(headers.authorization ?? '');
  const expected = Buffer.from(`Bearer ${controlToken}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function bodyOf({ body }: PracticeRequest): unknown {
  if (body === '') return {};
  try {
    return JSON.parse(body);
  } catch {
    return refuse(400, 'The body is no JSON.');
  }
}

function afterId(query: URLSearchParams): number {
  const text = query.get('afterId') ?? '0';
  return /^\d{1,15}$/.test(text) ? Number(text) : refuse(400, 'afterId must be a number.');
}

function get(name: string, read: (call: ControlCall) => Promise<unknown>): Route<ControlCall> {
  return {
    operation: name,
    nature: 'read',
    methods: ['GET'],
    path: new RegExp(`^/_control/${name}$`),
    answer: async (call) => ok((await read(call)) ?? {}),
  };
}

function post<Input>(
  name: string,
  form: ZodType<Input>,
  act: (practice: Practice, input: Input) => Promise<unknown>,
): Route<ControlCall> {
  const answer = async ({ practice, body }: ControlCall) => {
    const parsed = form.safeParse(body);
    if (!parsed.success) return refuse(400, z.prettifyError(parsed.error));
    return ok((await act(practice, parsed.data)) ?? {});
  };
  return { ...get(name, async () => null), nature: 'write', methods: ['POST'], answer };
}
