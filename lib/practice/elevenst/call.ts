import type { FaultInside } from '../faults';
import { type Answer, Refusal } from '../http';
import type { Practice } from '../practice';
import type { ElevenstShop } from '../store/shops';
import type { ElevenstUnit } from './order';
import { actionResult, listResult } from './xml';

/** One call with a good key, its rate and faults already looked at. */
export interface ElevenstCall {
  readonly practice: Practice;
  readonly shop: ElevenstShop;
  readonly now: Date;
  readonly parameters: readonly string[];
  readonly fault: FaultInside | null;
}

export function refuseList(code: number, text: string): never {
  throw new Refusal(listResult(code, text));
}

export function refuseAction(code: number, text: string): never {
  throw new Refusal(actionResult(code, text));
}

/** What another warehouse sends, or nobody has accepted yet, is not for the seller to move. */
export function refuseNotOurs({ use11stRetailYn, isWaitingGift }: ElevenstUnit): void {
  if (use11stRetailYn === 'Y') refuseAction(-1, '11번가 물류센터에서 배송하는 주문입니다.');
  if (isWaitingGift) refuseAction(-1, '선물 수락을 기다리는 주문입니다.');
}

/** The very words decide: the code -1 stands for everything that goes wrong. */
export function wrongKey(isList: boolean): Answer {
  const text = 'OpenAPI Key 에 해당하는 유저가 없습니다.';
  return isList
    ? listResult(-1, `주문/클레임 조회 오류 MSG : ${text}`)
    : actionResult(-1, `ERROR : ${text}`);
}
