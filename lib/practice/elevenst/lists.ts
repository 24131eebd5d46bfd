import type { Answer } from '../http';
import { type Unit, unitColumns } from '../store/units';
import { type ElevenstCall, refuseList } from './call';
import type { ElevenstLine, ElevenstUnit, LineStatus } from './order';
import {
  completePeriod,
  holds,
  type PeriodRules,
  packagingPeriod,
  periodOf,
  sentPeriod,
} from './period';
import { arrivedRow, confirmedRow, deliveryRow, sentRow, waitingRow } from './rows';
import { listAnswer, type XmlRow } from './xml';

const MAX_ROWS = 3_000;
const MAX_ORDERS = 100;

interface StateList {
  readonly status: LineStatus;
  readonly rules: PeriodRules;
  /** The moment a line is filed under. */
  readonly time: (unit: ElevenstUnit, line: ElevenstLine) => string;
  readonly row: (unit: ElevenstUnit, line: ElevenstLine) => XmlRow;
}

const complete: StateList = {
  status: '202',
  rules: completePeriod,
  time: (unit) => unit.ordStlEndDt,
  row: waitingRow,
};
const packaging: StateList = {
  status: '301',
  rules: packagingPeriod,
  time: (_, line) => line.plcodrCnfDt,
  row: waitingRow,
};
const shipping: StateList = {
  status: '401',
  rules: sentPeriod,
  time: (_, line) => line.sndEndDt,
  row: sentRow,
};

const arrived: StateList = {
  status: '501',
  rules: sentPeriod,
  time: (_, line) => line.dlvEndDt ?? '',
  row: arrivedRow,
};
const confirmed: StateList = {
  status: '901',
  rules: sentPeriod,
  time: (_, line) => line.pocnfrmDt ?? '',
  row: confirmedRow,
};

export const listComplete = (call: ElevenstCall) => listByState(call, complete);
export const listPackaging = (call: ElevenstCall) => listByState(call, packaging);
export const listShipping = (call: ElevenstCall) => listByState(call, shipping);
export const listArrived = (call: ElevenstCall) => listByState(call, arrived);
export const listConfirmed = (call: ElevenstCall) => listByState(call, confirmed);

/** 결제완료 lines of one order. */
export async function readComplete(call: ElevenstCall): Promise<Answer> {
  const units = await unitsOfOrders(call, [call.parameters[0] ?? '']);
  return listAnswer(rowsOf(units, (line) => line.ordPrdStat === '202', waitingRow));
}

/** 배송정보 of orders named with commas and no blanks. */
export async function readDeliveries(call: ElevenstCall): Promise<Answer> {
  const orderNos = (call.parameters[0] ?? '').split(',');
  if (orderNos.length > MAX_ORDERS) {
    refuseList(-28003, '주문번호의 갯수는 최대 100개 까지만 가능 합니다.');
  }
  return listAnswer(rowsOf(await unitsOfOrders(call, orderNos), () => true, deliveryRow));
}

/** The marketplace cuts a list off without a word; a fault repeats it or turns it round. */
export function cutOff({ fault }: ElevenstCall, rows: readonly XmlRow[]): Answer {
  const turned = rows.toReversed();
  if (fault === 'duplicatePage') return listAnswer([...rows, ...turned].slice(0, MAX_ROWS));
  return listAnswer((fault === 'reorderPage' ? turned : rows).slice(0, MAX_ROWS));
}

async function listByState(call: ElevenstCall, list: StateList): Promise<Answer> {
  const period = periodOf(call.parameters, list.rules);
  const { sql } = call.practice;
  const units = await sql<Unit<ElevenstUnit>[]>`
    select ${unitColumns(sql)} from practice.orders
    where shop = ${call.shop.key} and ${list.status} = any(statuses) order by id`;
  const rows = units.flatMap(({ document }) =>
    document.lines
      .filter((line) => line.ordPrdStat === list.status && holds(period, list.time(document, line)))
      .map((line) => list.row(document, line)),
  );
  return cutOff(call, rows);
}

function unitsOfOrders({ practice: { sql }, shop }: ElevenstCall, orderNos: readonly string[]) {
  return sql<Unit<ElevenstUnit>[]>`
    select ${unitColumns(sql)} from practice.orders
    where shop = ${shop.key} and order_no = any(${[...orderNos]}) order by id`;
}

function rowsOf(
  units: readonly Unit<ElevenstUnit>[],
  isMeant: (line: ElevenstLine) => boolean,
  row: StateList['row'],
): XmlRow[] {
  return units.flatMap(({ document }) =>
    document.lines.filter(isMeant).map((line) => row(document, line)),
  );
}
