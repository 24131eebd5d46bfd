import type { AnySection } from './section';
import { channels } from './sections/channels';
import { columnMappings } from './sections/column-mappings';
import { courierCodes } from './sections/courier-codes';
import { couriers } from './sections/couriers';
import { giftRules } from './sections/gift-rules';
import { mall } from './sections/mall';
import { mailServer, notificationTargets } from './sections/notifications';
import { numberRanges } from './sections/number-ranges';
import { parcelRules } from './sections/parcel-rules';
import { printers } from './sections/printers';
import { sheetTemplates } from './sections/sheet-templates';
import { trackingService } from './sections/tracking-service';
import { waybillLayouts } from './sections/waybill-layouts';

/** In the order they are written: what others name comes first. */
export const sections = {
  ...{ channels, courierCodes, couriers, numberRanges, printers },
  ...{ sheetTemplates, columnMappings, waybillLayouts, parcelRules, giftRules },
  ...{ notificationTargets, mailServer, trackingService, mall },
} as const satisfies Record<string, AnySection>;

export type SectionName = keyof typeof sections;

export const sectionNames = Object.keys(sections) as SectionName[];
