import type { FaultInside } from '../faults';
import { type Answer, Refusal } from '../http';
import type { Practice } from '../practice';
import type { ElevenstShop } from '../store/shops';
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

/** The very words decide: the code -1 stands for everything that goes wrong. */
export function wrongKey(isList: boolean): Answer {
  const text = 'OpenAPI Key 에 해당하는 유저가 없습니다.';
  return isList
    ? listResult(-1, `주문/클레임 조회 오류 MSG : ${text}`)
    : actionResult(-1, `ERROR : ${text}`);
}
