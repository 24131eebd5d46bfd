import type { Params } from '@/app/ui/filter/params';
import type { Ctx } from '@/lib/context';
import type { PageRequest } from '@/lib/paging';

/** What each list of this screen is drawn from. */
export type ListProps = {
  ctx: Ctx;
  params: Params;
  channelIds: number[];
  size: number;
  request: PageRequest;
};
