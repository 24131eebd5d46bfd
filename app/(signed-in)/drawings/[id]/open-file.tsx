'use client';

import { useEffect } from 'react';
import { Notice } from '@/app/ui/notice';

type OpenFileProps = { href: string; done: string; open: string };

/** Opens the file as soon as it is there; what is shown stays where the file was saved instead. */
export function OpenFile({ href, done, open }: OpenFileProps) {
  useEffect(() => window.location.replace(href), [href]);
  return (
    <>
      <Notice tone="good">{done}</Notice>
      <a href={href} className="button justify-self-start" data-variant="primary">
        {open}
      </a>
    </>
  );
}
