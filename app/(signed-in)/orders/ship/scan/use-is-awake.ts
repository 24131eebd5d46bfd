'use client';

import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** False in what the server draws, which hears nothing yet. */
export const useIsAwake = () =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
