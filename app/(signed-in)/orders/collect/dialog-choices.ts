import { periodPresets } from '@/app/ui/filter/params';
import { marketplaceOf } from '@/lib/channels/registry';
import type { CollectionOverview } from '@/lib/collection/screen';

/** What a dialog of period and channels offers: periods that fit its limit, channels with an API. */
export function dialogChoices({ channels }: CollectionOverview, now: Date) {
  return {
    presets: periodPresets(now).filter(({ key }) => key === 'today' || key === 'week'),
    channels: channels.map(({ id, name, marketplace }) => ({
      id,
      name,
      mark: marketplaceOf(marketplace).mark,
    })),
  };
}
