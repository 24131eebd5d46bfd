import { expect, it } from 'vitest';
import { ko } from '@/messages/ko';
import { todoGroups } from './todos';

it('begins with what every seller centre counts, in its order', () => {
  const [channels] = todoGroups;
  expect(channels?.todos.map(({ key }) => ko.frame.todo[key])).toEqual([
    '전송실패',
    '발주전',
    '배송준비',
    '취소요청',
    '교환요청',
    '반품요청',
  ]);
});
