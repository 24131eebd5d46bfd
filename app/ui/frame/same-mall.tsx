'use client';

import { useLayoutEffect } from 'react';
import { usePageMall } from '../form/page-member';

/**
 * Loads the page anew where it was drawn for another mall than the frame around it, which following a
 * link leaves as it is: another tab has gone on in that mall.
 */
export function SameMall({ mallId }: { mallId: number }) {
  const framed = usePageMall();
  useLayoutEffect(() => {
    if (framed !== mallId) window.location.reload();
  }, [framed, mallId]);
  return null;
}
