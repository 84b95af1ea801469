// The machine's own time, for the few places where the yard's clock is the wrong one: grace periods of a stop, and
// measuring how long something took.

/** Resolves after `durationMs` of real time; does not keep the process alive. */
export function realDelay(durationMs: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, durationMs).unref());
}

/** Lets the process answer others before long work goes on. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

/** The machine's time, in milliseconds since the Unix epoch: for what clients state by their own clocks. */
export function machineNowMs(): number {
  return Date.now();
}

/** A monotonic reading in milliseconds, for differences only. */
export function monotonicMs(): number {
  return performance.now();
}

/** Runs `task` once after `durationMs` of real time; does not keep the process alive. Returns how to stop it. */
export function realTimer(durationMs: number, task: () => void): () => void {
  const timer = setTimeout(task, durationMs).unref();
  return () => clearTimeout(timer);
}
