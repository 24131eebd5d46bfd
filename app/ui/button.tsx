'use client';

import Link from 'next/link';
import type { ComponentProps, MouseEvent } from 'react';
import type { Need } from '@/lib/auth/need';
import { downloadFor } from '@/lib/mall-of-request';
import { useLack, usePageMall } from './form/page-member';

export type ButtonLook = {
  variant?: 'primary' | 'danger' | 'quiet';
  size?: 'small';
  /** Whoever lacks it sees the button off and reads why; the server refuses all the same. */
  needs?: Need;
};

/** Does something, which is an operator's where nothing else is said. */
export function Button({
  variant,
  size,
  needs = 'operator',
  type = 'button',
  className = '',
  ...rest
}: ComponentProps<'button'> & ButtonLook) {
  const lack = useLack(needs);
  return (
    <button
      {...rest}
      {...(lack && { ...off(lack), disabled: false, onClick: doNothing })}
      type={type}
      className={`button ${className}`}
      data-variant={variant}
      data-size={size}
    />
  );
}

/** Leads somewhere, so it is a link, though it stands among buttons. */
export function LinkButton({
  variant,
  size,
  needs = 'viewer',
  className = '',
  ...rest
}: ComponentProps<typeof Link> & ButtonLook) {
  const lack = useLack(needs);
  const look = {
    className: `button ${className}`,
    'data-variant': variant,
    'data-size': size,
  };
  return lack ? (
    <a {...off(lack)} {...look} role="link">
      {rest.children}
    </a>
  ) : (
    <Link {...rest} {...look} />
  );
}

type DownloadButtonProps = ComponentProps<'a'> & {
  href: string;
  /** Made on the spot: where that takes long, a page comes back that says how far it is. */
  isDrawn?: true;
};

/** A file comes back, not a page: the router must not fetch it ahead. */
export function DownloadButton({
  variant,
  size,
  needs = 'operator',
  className = '',
  isDrawn,
  href,
  ...rest
}: DownloadButtonProps & ButtonLook) {
  const lack = useLack(needs);
  const mallId = usePageMall();
  return (
    <a
      {...rest}
      {...(lack ? { ...off(lack), role: 'link' } : { href: downloadFor(mallId, href) })}
      download={!isDrawn}
      className={`button ${className}`}
      data-variant={variant}
      data-size={size}
    />
  );
}

/** Still reached by keyboard, so that its reason is heard. */
const off = (title: string) => ({ 'aria-disabled': true, tabIndex: 0, title });

const doNothing = (event: MouseEvent) => event.preventDefault();
