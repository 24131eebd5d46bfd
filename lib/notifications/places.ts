import type { Ctx } from '@/lib/context';

type Mall = Pick<Ctx, 'mallId'>;

/** Where the sealed secrets stand: moved elsewhere, they no longer open. */
export const secretPlace = ({ mallId }: Mall, row: number) => ({
  mallId,
  table: 'notification_targets',
  row,
});

export const passwordPlace = ({ mallId }: Mall) => ({ mallId, table: 'mail_servers', row: mallId });
