'use client';

import { useState } from 'react';
import { Button } from '../button';

export function SignOutButton({ label }: { label: string }) {
  const [isLeaving, setLeaving] = useState(false);

  async function leave() {
    setLeaving(true);
    // Its code is only needed on the way out.
    const { signOut } = await import('next-auth/react');
    await signOut({ redirect: false });
    window.location.assign('/sign-in');
  }

  return (
    <Button needs="viewer" variant="quiet" size="small" disabled={isLeaving} onClick={leave}>
      {label}
    </Button>
  );
}
