'use client';

import { createContext, type ReactNode, useContext } from 'react';

const PageMall = createContext(0);

/** The mall this page was drawn for; every action names it, so a tab of another mall is refused. */
export function PageMallProvider({ mallId, children }: { mallId: number; children: ReactNode }) {
  return <PageMall value={mallId}>{children}</PageMall>;
}

export const usePageMall = () => useContext(PageMall);
