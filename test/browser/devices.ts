/** What a story can be told on; every page that it passes is looked at on both. */
export const devices = {
  desk: { viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  phone: { viewport: { width: 320, height: 640 }, colorScheme: 'dark', hasTouch: true },
} as const;

export type DeviceName = keyof typeof devices;
