'use client';

import { LoaderCircle } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type ComponentProps, useTransition } from 'react';
import { Button, type ButtonLook } from '../button';

type OpenDialogButtonProps = ComponentProps<'button'> & ButtonLook & { href: string };

/** Opens a dialog that stands in the URL: a button to people, where a link would lead elsewhere. */
export function OpenDialogButton({ href, children, ...rest }: OpenDialogButtonProps) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  return (
    <Button
      {...rest}
      aria-haspopup="dialog"
      aria-disabled={pending}
      onClick={() => startTransition(() => router.push(href, { scroll: false }))}
    >
      {pending && <LoaderCircle size={13} className="animate-spin" aria-hidden />}
      {children}
    </Button>
  );
}
