'use client';

import { useTranslations } from 'next-intl';

type MallSwitchProps = { mallId: number; malls: { mallId: number; name: string }[] };

/** For those who work in several malls: the one that this browser goes on in. */
export function MallSwitch({ mallId, malls }: MallSwitchProps) {
  const t = useTranslations('ui');

  async function choose(chosen: number) {
    const { getCsrfToken } = await import('next-auth/react');
    await fetch('/api/auth/session', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ csrfToken: await getCsrfToken(), data: { mallId: chosen } }),
    });
    window.location.assign('/');
  }

  return (
    <select
      aria-label={t('switchMall')}
      className="input"
      value={mallId}
      onChange={(event) => void choose(Number(event.target.value))}
    >
      {malls.map((mall) => (
        <option key={mall.mallId} value={mall.mallId}>
          {mall.name}
        </option>
      ))}
    </select>
  );
}
