/** The digits at positions `from`..`to` (from 1), read as one number, modulo 7 give the last digit. */
export type Mod7Rule = { length: number; from: number; to: number; certain: boolean };

export type Courier = {
  koreanName: string;
  englishName: string;
  aliases: readonly string[];
  /** Legal numbers; when not certain, another shape is only warned about. */
  waybill: { pattern: RegExp; certain: boolean };
  check: Mod7Rule | null;
  barcode: 'code128' | 'itf';
  /** Its terminals refuse a label without the courier's own sorting code. */
  needsSortingCode: boolean;
  /** `{no}` stands for the waybill number. */
  trackingUrl: string | null;
};
