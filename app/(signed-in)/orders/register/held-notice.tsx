import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { Notice } from '@/app/ui/notice';
import { currentCtx } from '@/lib/auth/current';
import { heldDuplicates } from '@/lib/registration/held-duplicates';

/** What of a registered file waits for a person, and the way there. */
export async function HeldNotice({ uploadId }: { uploadId: number }) {
  const [ctx, t] = [await currentCtx(), await getTranslations('register.preview')];
  const count = await heldDuplicates(ctx, uploadId);
  if (count === 0) return null;
  return (
    <Notice tone="warn">
      {t('heldDuplicates', { count })}{' '}
      <Link href="/orders/collect?list=held" prefetch={false} className="link">
        {t('toHeld')}
      </Link>
    </Notice>
  );
}
