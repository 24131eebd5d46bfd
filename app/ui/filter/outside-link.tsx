import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type Params, widened, withParams } from './params';

type OutsideLinkProps = {
  /** How many wait outside the period, and the days that would show all. */
  outside: { count: number; from: string; to: string };
  asked: { from: string; to: string };
  params: Params;
};

/** 기간 밖 n건: what waits and the period leaves unseen, and the way to see it. */
export function OutsideLink({ outside, asked, params }: OutsideLinkProps) {
  const t = useTranslations('ui');
  if (outside.count === 0) return null;
  return (
    <Link
      href={withParams(params, { ...widened(asked, outside), page: undefined })}
      prefetch={false}
      className="self-center text-warn underline"
    >
      {t('outsidePeriod', { count: outside.count })}
    </Link>
  );
}
