const naming: readonly string[] = ['recipient', 'mobile', 'name'];

/** Whoever sees people masked does not search for them either: what is found would tell who it is. */
export function maySearchBy(viewer: { canSeePersonalData: boolean }, kind: string): boolean {
  return viewer.canSeePersonalData || !naming.includes(kind);
}
