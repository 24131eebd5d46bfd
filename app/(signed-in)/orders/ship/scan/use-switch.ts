'use client';

import { useState } from 'react';

/** A switch of this desk: how it was left is how it stands the next time. */
export function useSwitch(name: string, first: boolean) {
  const key = `moa.scan-station.${name}`;
  const [isOn, setOn] = useState(() => {
    const kept = window.localStorage.getItem(key);
    return kept === null ? first : kept === 'on';
  });

  function toggle() {
    window.localStorage.setItem(key, isOn ? 'off' : 'on');
    setOn(!isOn);
  }

  return [isOn, toggle] as const;
}
