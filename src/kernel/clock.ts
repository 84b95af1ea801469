// A yard's clock: the only source of time. It runs with the machine's clock or stands still until a test moves it.
// Timers live here too, so that moving the clock runs all that has become due, in order.

/** Stops a timer; calling it twice, or after the timer ran, does nothing. */
export type Cancel = () => void;

/** Work that a timer runs. What it returns is awaited by `advance`, so a test sees its effects. */
export type TimerTask = () => void | Promise<void>;

export interface Clock {
  /** The yard's time, in milliseconds since the Unix epoch. */
  nowMs(): number;
  /** Runs `task` once, as soon as the yard's time reaches `dueAtMs`. Not durable: for waits, not for promises to users. */
  at(dueAtMs: number, task: TimerTask): Cancel;
  /** Resolves when `durationMs` of the yard's time have passed, or at once when `signal` aborts. */
  wait(durationMs: number, signal?: AbortSignal): Promise<void>;
  /** Moves the yard's time forward; all timers that become due run in order of their due time before it resolves. */
  advance(durationMs: number): Promise<void>;
  /** A clock of the same kind that shows the same time and then goes its own way, without this one's timers. */
  fork(): Clock;
  /** Forgets all timers. */
  stop(): void;
}

interface Timer {
  readonly dueAtMs: number;
  readonly order: number;
  readonly task: TimerTask;
}

// LIMIT: setTimeout takes a signed 32-bit delay; a longer one is re-armed when it ends.
const LONGEST_DELAY_MS = 2_147_483_647;

/**
 * Makes a clock. In mode "wall" it follows the machine's clock, plus whatever it was advanced by; in mode "virtual"
 * it starts at `startMs` and moves only by `advance`.
 */
export function createClock(
  options: { mode: "wall"; offsetMs?: number } | { mode: "virtual"; startMs: number },
): Clock {
  let timers: Timer[] = [];
  let order = 0;
  let offsetMs = options.mode === "wall" ? (options.offsetMs ?? 0) : 0;
  let virtualMs = options.mode === "virtual" ? options.startMs : 0;
  let armed: NodeJS.Timeout | undefined;

  const nowMs = options.mode === "wall" ? () => Date.now() + offsetMs : () => virtualMs;

  function first(): Timer | undefined {
    return timers[0];
  }

  function insert(timer: Timer): void {
    let low = 0;
    let high = timers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = timers[middle];
      if (
        other !== undefined &&
        (other.dueAtMs < timer.dueAtMs || (other.dueAtMs === timer.dueAtMs && other.order < timer.order))
      ) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    timers.splice(low, 0, timer);
  }

  function arm(): void {
    if (options.mode !== "wall") return;
    clearTimeout(armed);
    const next = first();
    if (next === undefined) return;
    armed = setTimeout(runDue, Math.min(Math.max(0, next.dueAtMs - nowMs()), LONGEST_DELAY_MS));
    armed.unref();
  }

  function runDue(): void {
    for (let timer = first(); timer !== undefined && timer.dueAtMs <= nowMs(); timer = first()) {
      timers.shift();
      void timer.task();
    }
    arm();
  }

  function at(dueAtMs: number, task: TimerTask): Cancel {
    const timer: Timer = { dueAtMs, order: order++, task };
    insert(timer);
    if (first() === timer) arm();
    return () => {
      const index = timers.indexOf(timer);
      if (index === -1) return;
      timers.splice(index, 1);
      if (index === 0) arm();
    };
  }

  function wait(durationMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const cancel = at(nowMs() + durationMs, () => {
        signal?.removeEventListener("abort", onAbort);
        resolve();
      });
      const onAbort = (): void => {
        cancel();
        resolve();
      };
      signal?.addEventListener("abort", onAbort, { once: true });
    });
  }

  async function advance(durationMs: number): Promise<void> {
    const targetMs = nowMs() + durationMs;
    for (let timer = first(); timer !== undefined && timer.dueAtMs <= targetMs; timer = first()) {
      timers.shift();
      moveTo(timer.dueAtMs);
      await timer.task();
    }
    moveTo(targetMs);
    arm();
  }

  function moveTo(ms: number): void {
    if (options.mode === "virtual") virtualMs = Math.max(virtualMs, ms);
    else offsetMs += Math.max(0, ms - nowMs());
  }

  function stop(): void {
    clearTimeout(armed);
    timers = [];
  }

  const fork = (): Clock =>
    createClock(options.mode === "wall" ? { mode: "wall", offsetMs } : { mode: "virtual", startMs: virtualMs });

  return { nowMs, at, wait, advance, fork, stop };
}
