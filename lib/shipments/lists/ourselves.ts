/** Our own shelves, as a sender; any other number is the supplier who ships. */
export const OURSELVES = 0;
