// Waiting on a condition in another process.

import { setTimeout as pause } from "node:timers/promises";

/** Between two looks, so that looking does not take the time of what is looked at. */
const PAUSE_MS = 10;

/** Looks again and again until `look` gives something; how long that may take is the test's time-out. */
export async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await pause(PAUSE_MS);
  }
}
