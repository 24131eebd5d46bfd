type Due = { mallId: number; count: number };

type Workers = {
  workers: number;
  /** How many are at work for each mall already. */
  busy: ReadonlyMap<number, number>;
  /** One mall never has all of them, so that a crowd of its rows keeps nobody else waiting. */
  leavesOne: boolean;
};

/** For which malls free workers start now: one each in turn, those that wait longest first. */
export function sharesOf(malls: readonly Due[], { workers, busy, leavesOne }: Workers): number[] {
  const most = leavesOne ? Math.max(1, workers - 1) : workers;
  const working = new Map(busy);
  let free = workers - [...busy.values()].reduce((sum, count) => sum + count, 0);
  const left = malls.map(({ mallId, count }) => ({ mallId, count }));
  const started: number[] = [];
  for (let found = true; found && free > 0; ) {
    found = false;
    for (const mall of left) {
      const own = working.get(mall.mallId) ?? 0;
      if (free === 0 || mall.count === 0 || own >= most) continue;
      working.set(mall.mallId, own + 1);
      mall.count--;
      free--;
      found = true;
      started.push(mall.mallId);
    }
  }
  return started;
}
