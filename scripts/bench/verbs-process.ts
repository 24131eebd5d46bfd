import { closePools, openPools } from '@/db/pools';
import { APP_ROLE, makeBenchMall, NOW } from './mall';
import { simulation, stages } from './stages';
import type { Answer, Request } from './verbs';

process.on('message', async (request: Request) => {
  openPools(request.url, APP_ROLE, 4);
  const done = await answerOf(request)
    .catch((error: unknown) => ({ error: String(error instanceof Error ? error.stack : error) }))
    .finally(closePools);
  const answer: Answer = {
    ...done,
    peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
  };
  process.send?.(answer);
});

async function answerOf(request: Request) {
  if ('make' in request) return { mall: await makeBenchMall(request.orders, NOW) };
  let seconds = 0;
  let longestSeconds = 0;
  const stage = request.stage === 'simulation' ? simulation : stages[request.stage];
  await stage?.run(request.mall, request.orders, async (verb) => {
    const startedAt = performance.now();
    await verb();
    const took = (performance.now() - startedAt) / 1000;
    seconds += took;
    longestSeconds = Math.max(longestSeconds, took);
  });
  return { seconds, longestSeconds };
}
