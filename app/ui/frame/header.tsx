import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import type { Member } from '@/lib/auth/member';
import { mallsOf } from '@/lib/system/members';
import { Badge } from '../badge';
import { menu } from '../menu';
import { GlobalSearch } from './global-search';
import { LocaleButton } from './locale-button';
import { MallSwitch } from './mall-switch';
import { MenuLink } from './menu-link';
import { NotificationMenu } from './notification-menu';
import { SignOutButton } from './sign-out-button';
import { SkipLink } from './skip-link';

/** The bar on top of every screen: where one can go, whose mall it is, who works. */
export async function Header({ member }: { member: Member }) {
  const [t, malls] = [await getTranslations('frame'), await mallsOf(member.userId)];
  return (
    <header className="no-print sticky top-0 z-10 flex h-(--header-height) items-center gap-6 border-line border-b bg-paper px-4">
      <SkipLink label={t('skip')} />
      <Link
        href="/"
        prefetch={false}
        className="font-extrabold text-[17px] text-accent tracking-tight"
      >
        {t('product')}
      </Link>
      <nav aria-label={t('mainMenu')} className="flex h-full gap-1">
        {menu.map((entry) => (
          <MenuLink key={entry.key} href={entry.href} within={entry.within}>
            {t(`menu.${entry.key}`)}
          </MenuLink>
        ))}
      </nav>
      <div className="ml-auto flex items-center gap-3">
        {malls.length > 1 ? (
          <MallSwitch mallId={member.mallId} mallName={member.mallName} malls={malls} />
        ) : (
          <span className="font-semibold">{member.mallName}</span>
        )}
        {member.isPractice && <Badge tone="warn">{t('practice')}</Badge>}
        <GlobalSearch />
        <NotificationMenu />
        <Link href="/settings/account" prefetch={false} className="text-muted hover:text-ink">
          {member.userName}
        </Link>
        <LocaleButton />
        <SignOutButton label={t('signOut')} />
      </div>
    </header>
  );
}
