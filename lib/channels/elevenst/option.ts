/** How many were ordered stands behind the option: `색상:블랙-2개`, or alone. */
export function optionAndCount(slctPrdOptNm: string): { option: string; count: number } {
  const [, option = '', count = '0'] = /^(?:(.*)-)?(\d{1,6})개$/s.exec(slctPrdOptNm) ?? [];
  return count === '0' ? { option: slctPrdOptNm, count: 0 } : { option, count: Number(count) };
}
