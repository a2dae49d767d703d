/**
 * Ctrl-C and the service manager end everything in order; a second signal ends it at once.
 * @param within for how many milliseconds the order is waited for
 */
export function stopOnSignal(within: number, ...parts: { stop(): Promise<void> }[]): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, async () => {
      setTimeout(() => process.exit(1), within).unref();
      const ended = await Promise.allSettled(parts.map((part) => part.stop()));
      process.exit(ended.every(({ status }) => status === 'fulfilled') ? 0 : 1);
    });
  }
}
