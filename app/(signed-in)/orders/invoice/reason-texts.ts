import type { Translate } from '@/app/ui/translate';

type Reasoned = { reason: string; otherRowNo: number | null; courierName: string };

/** Why a row of a courier's file is as it is; a reason this version does not know is shown as stored. */
export function reasonTexts(t: Translate<'invoice'>) {
  return ({ reason, otherRowNo, courierName }: Reasoned, isWarning = false): string => {
    if (reason === '') return '';
    const key = `${isWarning ? 'warnings' : 'reasons'}.${reason}` as Parameters<
      Translate<'invoice'>
    >[0];
    return t.has(key)
      ? t(key, { waybillNo: '6.8E+11', row: otherRowNo ?? 0, courierName })
      : reason;
  };
}
