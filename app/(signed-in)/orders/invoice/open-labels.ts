/** The PDF of one print. */
export const labelsUrl = (printRunId: number) => `/orders/invoice/labels?run=${printRunId}`;

/** Opens it in a tab of its own; false where the browser forbids that. */
export function openLabels(printRunId: number): boolean {
  return window.open(labelsUrl(printRunId), '_blank') !== null;
}
