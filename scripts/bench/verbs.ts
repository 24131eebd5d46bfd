import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { BenchMall } from './mall';

/** What the process that runs the verbs is asked for. */
export type Request = { url: string; orders: number } & (
  | { make: 'mall' }
  | { stage: number | 'simulation'; mall: BenchMall }
);

export type Answer = { peakMemoryMb: number } & (
  | { mall: BenchMall }
  | { seconds: number; longestSeconds: number }
  | { error: string }
);

/** The verbs run in a process of their own, so that its memory and its pauses are theirs alone. */
export function startVerbs() {
  const child = fork(fileURLToPath(new URL('./verbs-process.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
    serialization: 'advanced',
  });
  const ended = once(child, 'exit');
  let peakMemoryMb = 0;
  const longest = { stage: 0, seconds: 0 };
  const ask = async (request: Request) => {
    child.send(request);
    const lost = ended.then(() => Promise.reject(new Error('The process of the verbs was lost.')));
    const [answer] = (await Promise.race([once(child, 'message'), lost])) as [Answer];
    peakMemoryMb = answer.peakMemoryMb;
    if ('error' in answer) throw new Error(answer.error);
    return answer;
  };
  return {
    makeMall: async (url: string, orders: number): Promise<BenchMall> => {
      const answer = await ask({ make: 'mall', url, orders });
      if (!('mall' in answer)) throw new Error('No mall.');
      return answer.mall;
    },
    secondsOf: async (stage: number, url: string, mall: BenchMall, orders: number) => {
      const answer = await ask({ stage, url, mall, orders });
      if (!('seconds' in answer)) throw new Error('No seconds.');
      if (answer.longestSeconds > longest.seconds)
        Object.assign(longest, { stage, seconds: answer.longestSeconds });
      return answer.seconds;
    },
    /** It locks and writes nothing. */
    secondsOfSimulation: async (url: string, mall: BenchMall, orders: number) => {
      const answer = await ask({ stage: 'simulation', url, mall, orders });
      if (!('seconds' in answer)) throw new Error('No seconds.');
      return answer.seconds;
    },
    peakMemoryMb: () => peakMemoryMb,
    /** A verb is one transaction, and holds its locks to the end of it. */
    longest: () => longest,
    stop: async () => {
      child.disconnect();
      await ended;
    },
  };
}

export type Verbs = ReturnType<typeof startVerbs>;
