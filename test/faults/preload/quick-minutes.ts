// What runs each minute runs each half second, so that a test need not wait for it.
const MINUTE = 60_000;
const { setInterval: everyMinute } = globalThis;

globalThis.setInterval = ((run: () => void, pause?: number, ...rest: []) =>
  everyMinute(run, pause === MINUTE ? 500 : pause, ...rest)) as typeof setInterval;
