/** What can be set, one screen each. Words are in messages `settings.screens`. */
export const settingsScreens = [
  'channels',
  'couriers',
  'rules',
  'templates',
  'automation',
  'notifications',
  'mall',
  'members',
  'privacy',
  'configuration',
  'account',
] as const;

export type SettingsKey = (typeof settingsScreens)[number];
