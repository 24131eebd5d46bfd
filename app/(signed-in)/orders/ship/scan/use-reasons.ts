'use client';

import { useTranslations } from 'next-intl';
import type { ScanEntry } from './session';

/** 취소요청, 주소 변경 …: why a scanned parcel must stay, to be seen and said. */
export function useReasons() {
  const t = useTranslations('ui.states');
  const say = (key: string) => t(key as Parameters<typeof t>[0]);
  return ({ claims, holdKinds }: Pick<ScanEntry, 'claims' | 'holdKinds'>): string[] => [
    ...claims.map((claim) => {
      const [kind, state] = claim.split('_');
      return t('claimOf', { kind: say(`claimKind.${kind}`), state: say(`claim.${state}`) });
    }),
    ...holdKinds.map((kind) => say(`hold.${kind}`)),
  ];
}
