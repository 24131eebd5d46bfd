const ofLists = {
  sold_out: 'emptySoldOut',
  incoming: 'emptyIncoming',
  withdrawn: 'emptyWithdrawn',
  unapproved: 'emptyUnapproved',
  unsent: 'emptyUnsent',
} as const;

/** What an empty list of claims says: of a search, what to search otherwise; else how it is filled. */
export function emptyHint(list: string, isSearched: boolean) {
  if (isSearched) return 'emptySearch';
  return list in ofLists ? ofLists[list as keyof typeof ofLists] : 'empty';
}
