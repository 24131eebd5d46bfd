'use client';

import { useEffect, useState } from 'react';

/** A switch of this desk: how it was left is how it stands the next time. */
export function useSwitch(name: string, first: boolean) {
  const key = `moa.scan-station.${name}`;
  const [isOn, setOn] = useState(first);

  useEffect(() => {
    const kept = window.localStorage.getItem(key);
    if (kept !== null) setOn(kept === 'on');
  }, [key]);

  function toggle() {
    window.localStorage.setItem(key, isOn ? 'off' : 'on');
    setOn(!isOn);
  }

  return [isOn, toggle] as const;
}
