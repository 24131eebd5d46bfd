import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type PracticeTest, startPracticeTest } from './testing';

/** What the tests of a file speak to. */
export let test: PracticeTest;

/** To be called once by each file of tests; before each test everything is as `prepare` leaves it. */
export function serveEachTest(prepare: () => Promise<void> = () => test.control.reset()): void {
  beforeAll(async () => {
    test = await startPracticeTest();
  });
  afterAll(() => test?.close());
  beforeEach(prepare);
}
