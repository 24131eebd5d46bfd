import { sizeKinds } from '@/lib/shipments/holds/parcel-conditions';

/** 접수(할당); 기타: already invoiced; every open one, whatever it waits for. */
export const loadStatuses = ['allocated', 'invoiced', 'open'] as const;

export const orderStates = [
  'all',
  'allocated',
  'invoiced',
  'shipped',
  'held',
  'requested',
] as const;
export const waybillStates = ['all', 'none', 'issued', 'error'] as const;
export const printStates = ['all', 'no', 'yes'] as const;

/** 지역 of the address: remote is Jeju or the islands. */
export const regionChoices = ['all', 'remote', 'jeju', 'island', 'mainland'] as const;
/** 단품, 복수, 합포. */
export const sizeChoices = ['all', ...sizeKinds] as const;
