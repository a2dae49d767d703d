import type { Running } from '../listen.ts';

/** One service of the demo that a visitor may stop, to see what Master Account says when it does not answer. */
export interface ServiceSwitch extends Running {
  service: { id: string; name: string; url: string };
  isOn(): boolean;
  /** Does nothing where it is on already, or off: two clicks at once are as good as one. */
  start(): Promise<void>;
}

export function serviceSwitch(
  service: ServiceSwitch['service'],
  begin: () => Promise<Running>,
): ServiceSwitch {
  let running: Running | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = (act: () => Promise<void>) => {
    const result = turn.then(act);
    turn = result.catch(() => {});
    return result;
  };
  return {
    service,
    isOn: () => running !== undefined,
    start: () =>
      inTurn(async () => {
        running ??= await begin();
      }),
    stop: () =>
      inTurn(async () => {
        await running?.stop();
        running = undefined;
      }),
  };
}
