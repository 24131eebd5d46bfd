import type { CollectedLine, CollectedOrder } from '@/lib/channels/channel';
import { type Ctx, inMall } from '@/lib/context';
import { type Intake, type IntakeResult, intakeOrders } from './intake';

/** Collected orders for tests, in the fewest words. */

export const READ_AT = new Date('2026-03-02T00:00:00Z');

export function collectedLine(lineKey: string, line: Partial<CollectedLine> = {}): CollectedLine {
  return {
    lineKey,
    channelUnitNo: `box-${lineKey.split(':')[0]}`,
    productCode: 'C100',
    productName: '린넨 셔츠',
    option: '블랙 / L',
    sellerOptionCode: '',
    sellerProductCode: '',
    quantity: 1,
    cancelledQuantity: 0,
    claimedQuantity: 0,
    unitPrice: 19_900,
    amount: 19_900 * (line.quantity ?? 1),
    currency: 'KRW',
    state: 'acknowledged',
    rawState: (line.state ?? 'acknowledged').toUpperCase(),
    recipient: {
      name: '한서윤',
      phone: '',
      mobile: '010-3456-7788',
      postcode: '06236',
      address1: '서울특별시 강남구 테헤란로 152',
      address2: '1204호',
      note: '경비실에 맡겨 주세요',
    },
    freightTerm: 'prepaid',
    marketShipped: false,
    shipBy: new Date('2026-03-03T14:59:59Z'),
    ...line,
  };
}

export function collectedOrder(
  orderNo: string,
  lines: CollectedLine[] = [collectedLine(`${orderNo}:1`)],
): CollectedOrder {
  return {
    orderNo,
    marketOrderNo: orderNo,
    orderedAt: new Date('2026-03-01T22:00:00Z'),
    paidAt: new Date('2026-03-01T22:01:00Z'),
    orderer: { name: '한서윤', phone: '', mobile: '010-3456-7788' },
    lines,
    raw: { orderId: orderNo },
  };
}

export function takeIn(
  ctx: Ctx,
  channelId: number,
  orders: CollectedOrder[],
  intake: Partial<Intake> = {},
): Promise<IntakeResult> {
  return inMall(ctx, (tx) =>
    intakeOrders(tx, ctx, { channelId, source: 'channel', readAt: READ_AT, orders, ...intake }),
  );
}
