'use client';

import { LoaderCircle } from 'lucide-react';
import type { ComponentProps } from 'react';
import { Button } from '../button';
import { useFormState } from './form-state';

/** The button of a form; while the form works it turns, and takes no second click. */
export function SubmitButton({ children, variant, ...rest }: ComponentProps<typeof Button>) {
  const { pending } = useFormState();
  return (
    <Button {...rest} type="submit" variant={variant ?? 'primary'} aria-disabled={pending}>
      {pending && <LoaderCircle size={13} className="animate-spin" aria-hidden />}
      {children}
    </Button>
  );
}
