/** A count that is not the order's own belongs to what is chosen. */
export function chosenText(value: string, counted: string, ordered: number): string {
  return ['', '0', String(ordered)].includes(counted) ? value : `${value} ${counted}개`;
}

/** 추가구성 are goods as well. */
export function addedText(value: string, counted: string): string {
  return `추가: ${value} ${counted || '1'}개`;
}
