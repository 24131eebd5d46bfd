import { collect } from '@/lib/collection/collect';
import { openConnections, type World } from '@/lib/collection/connection';
import { collectionWork } from '@/lib/collection/run-store';
import { afterCollection } from '@/lib/flows/after-collection';
import { pushDue } from '@/lib/shipping/push';
import { leasedTask, type Task } from './task';

/** Everything the jobs process does, one entry each. */
export function jobTasks(world: World): Task[] {
  const open = openConnections(world);
  return [
    leasedTask({ name: 'collect', work: collectionWork, workers: 6 }, (ctx, lease, surroundings) =>
      collect(ctx, lease, { ...surroundings, open, after: afterCollection }),
    ),
    {
      name: 'push',
      due: { table: 'pushes', waiting: 'waiting', working: 'sending' },
      workers: 4,
      work: async (ctx) => (await pushDue(ctx, open)).sent > 0,
    },
  ];
}
