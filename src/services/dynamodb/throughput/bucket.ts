// Capacity as a bucket of units: it fills by the second, keeps what is not used for five minutes, and may go below
// nothing, because what a request costs is known only when it has been done.
// AWS: Developer Guide, "DynamoDB burst and adaptive capacity": up to 300 seconds of unused capacity are retained.

/** LIMIT: of the service: seconds of unused capacity that are kept. */
const BURST_SECONDS = 300;

export class Bucket {
  #rate: number;
  #units: number;
  #atMs: number;

  /**
   * DEVIATION: a bucket starts full. What a new table starts with is not documented; and a server that starts again
   * does not know what was used before.
   */
  constructor(unitsPerSecond: number, nowMs: number) {
    this.#rate = unitsPerSecond;
    this.#units = unitsPerSecond * BURST_SECONDS;
    this.#atMs = nowMs;
  }

  /** True while there is anything left; the request that takes the rest may take more than there is. */
  hasUnits(nowMs: number): boolean {
    if (this.#units <= 0) this.#fill(nowMs);
    return this.#units > 0;
  }

  take(units: number, nowMs: number): void {
    this.#fill(nowMs);
    this.#units -= units;
  }

  /** Another rate from now on. More capacity pays a debt: its first second is there at once. */
  changeRate(unitsPerSecond: number, nowMs: number): void {
    if (unitsPerSecond === this.#rate) return;
    this.#fill(nowMs);
    if (unitsPerSecond > this.#rate) this.#units = Math.max(this.#units, unitsPerSecond);
    this.#rate = unitsPerSecond;
    this.#units = Math.min(this.#units, unitsPerSecond * BURST_SECONDS);
  }

  #fill(nowMs: number): void {
    const elapsedMs = nowMs - this.#atMs;
    if (elapsedMs <= 0) return;
    this.#atMs = nowMs;
    this.#units = Math.min(this.#rate * BURST_SECONDS, this.#units + (elapsedMs / 1000) * this.#rate);
  }
}
