import type { Connection } from '../channel';
import type { SoldOutLine } from '../telling';
import type { UnitResult } from '../unit';
import { oneByOne, unsendable } from '../writing';
import { elevenstClient } from './client';

const SOLD_OUT = '08';

/** 판매불가, line by line: what is left of it is taken back from the buyer at once. */
export function cancelSoldOut(connection: Connection, lines: SoldOutLine[]): Promise<UnitResult[]> {
  const client = elevenstClient(connection);
  return oneByOne(lines, async ({ unitNo, orderNo, lineKey, detail }) => {
    const [lineOrderNo = '', seq = ''] = lineKey.split('-');
    if (lineOrderNo !== orderNo || !/^\d+$/.test(seq) || !/^\d+$/.test(orderNo))
      return unsendable(unitNo, 'lines');
    const words = encodeURIComponent(detail);
    const { code, message } = await client.act(
      `/claimservice/reqrejectorder/${orderNo}/${seq}/${SOLD_OUT}/${words}`,
    );
    return { unitNo, outcome: code === '0' ? 'accepted' : 'rejected', code, message };
  });
}
