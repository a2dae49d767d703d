// The time of day of this machine is wrong by CLOCK_WRONG_BY milliseconds, or by what the test says while it runs.
const { Date: RightDate } = globalThis;
let wrongBy = Number(process.env['CLOCK_WRONG_BY'] ?? 0);

process.on('message', (told: { clockWrongBy?: number }) => {
  if (told.clockWrongBy === undefined) return;
  wrongBy = told.clockWrongBy;
  process.send?.({ wrongBy });
});
process.channel?.unref();

class WrongDate extends RightDate {
  constructor(...parts: unknown[]) {
    if (parts.length === 0) super(RightDate.now() + wrongBy);
    else super(...(parts as [number]));
  }

  static override now(): number {
    return RightDate.now() + wrongBy;
  }
}

globalThis.Date = new Proxy(WrongDate, {
  apply: () => new WrongDate().toString(),
}) as unknown as DateConstructor;
