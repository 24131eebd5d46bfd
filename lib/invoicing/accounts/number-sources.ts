/** A range that was assigned, numbers that were imported, or one call for each. */
export const numberSources = ['range', 'list', 'api'] as const;

export type NumberSource = (typeof numberSources)[number];
