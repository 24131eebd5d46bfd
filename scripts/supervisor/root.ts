import { fileURLToPath } from 'node:url';

/** The checkout: where Next builds, and where each process starts. */
export const root = fileURLToPath(new URL('../../', import.meta.url));
