import Link from 'next/link';
import type { ComponentProps } from 'react';

export type ButtonLook = {
  variant?: 'primary' | 'danger' | 'quiet';
  size?: 'small';
};

export function Button({
  variant,
  size,
  type = 'button',
  className = '',
  ...rest
}: ComponentProps<'button'> & ButtonLook) {
  return (
    <button
      {...rest}
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
  className = '',
  ...rest
}: ComponentProps<typeof Link> & ButtonLook) {
  return (
    <Link {...rest} className={`button ${className}`} data-variant={variant} data-size={size} />
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
  className = '',
  isDrawn,
  ...rest
}: DownloadButtonProps & ButtonLook) {
  return (
    <a
      {...rest}
      download={!isDrawn}
      className={`button ${className}`}
      data-variant={variant}
      data-size={size}
    />
  );
}
