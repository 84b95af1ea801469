// The server's own log: one line of JSON an event, to a sink that the composition root chooses.

export type LogLevel = "debug" | "info" | "warn" | "error";

export interface Log {
  /** Writes one event. `fields` are plain data; an Error is written with its stack. */
  write(level: LogLevel, event: string, fields?: Record<string, unknown>): void;
}

/** A log that hands each line to `sink`. */
export function createLog(sink: (line: string) => void, nowMs: () => number): Log {
  return {
    write(level, event, fields = {}) {
      const plain = Object.fromEntries(
        Object.entries(fields).map(([name, value]) => [
          name,
          value instanceof Error ? (value.stack ?? value.message) : value,
        ]),
      );
      sink(JSON.stringify({ time: new Date(nowMs()).toISOString(), level, event, ...plain }));
    },
  };
}
