/** What a mall has one of, by its name in the file. */
export const mallSettings = [
  'allocationPriority',
  'autopilot',
  'bundleVirtualPhones',
  'pickupTime',
  'remotePostcodes',
  'retentionDays',
  'usualContract',
] as const;

export type MallSetting = (typeof mallSettings)[number];
