// Jobs run after the commit that wrote them, in order within a lane, at their time, and again after a crash.

import { describe, expect, it } from "vitest";
import { createClock, type Clock } from "../kernel/clock.ts";
import { parseAccountId, parseRegion } from "../kernel/ids.ts";
import { createLog } from "../kernel/log.ts";
import { seededRandom } from "../kernel/random.ts";
import { createMemoryStore } from "../store/memory.ts";
import type { Store } from "../store/store.ts";
import type { YardContext } from "./context.ts";
import { createDurableJobs, type DurableJobs } from "./durable-jobs.ts";
import type { Job, JobHandler, JobOutcome } from "./jobs.ts";

const SCOPE = { account: parseAccountId("111111111111"), region: parseRegion("eu-west-1") };
const START_MS = 1_000_000;

interface Bench {
  readonly store: Store;
  readonly clock: Clock;
  readonly jobs: DurableJobs;
  readonly lines: string[];
}

/** Jobs over `store` with handlers of kind "test/...", as a yard would start them. */
function start(
  run: (job: Job) => Promise<JobOutcome> | JobOutcome,
  store = createMemoryStore(),
  clock = createClock({ mode: "virtual", startMs: START_MS }),
): Bench {
  const lines: string[] = [];
  const log = createLog((line) => lines.push(line), clock.nowMs);
  const jobs = createDurableJobs(store, clock, seededRandom(1), log);
  const handler: JobHandler = { kind: "test/job", run: async (job) => run(job) };
  jobs.start({} as YardContext, (kind) => (kind === handler.kind ? handler : undefined));
  return { store, clock, jobs, lines };
}

function enqueue(
  { store, jobs }: Pick<Bench, "store" | "jobs">,
  payload: unknown,
  options: { dueAtMs?: number; lane?: string } = {},
): string {
  return store.write((tx) => jobs.enqueue(tx, { ...SCOPE, kind: "test/job", payload, ...options }));
}

describe("durable jobs", () => {
  it("runs a job after the commit, with what was written, and forgets it", async () => {
    const ran: Job[] = [];
    const bench = start((job) => {
      ran.push(job);
      return "done";
    });
    const id = bench.store.write((tx) => {
      const written = bench.jobs.enqueue(tx, { ...SCOPE, kind: "test/job", payload: { a: 1 } });
      expect(ran).toEqual([]);
      return written;
    });
    await bench.jobs.settled();
    expect(ran).toEqual([{ ...SCOPE, id, kind: "test/job", payload: { a: 1 }, attempt: 1, createdAtMs: START_MS }]);
    expect(bench.store.read((tx) => [...tx.range({ prefix: ["jobs", "due"] })])).toEqual([]);
  });

  it("is not settled before a job that is run again at once has ended", async () => {
    let runs = 0;
    const bench = start((job) => {
      runs += 1;
      return job.attempt < 5 ? { retryAtMs: START_MS } : "done";
    });
    enqueue(bench, 1);
    await bench.jobs.settled();
    expect(runs).toBe(5);
  });

  it("does not run what was rolled back", async () => {
    const ran: unknown[] = [];
    const bench = start((job) => {
      ran.push(job.payload);
      return "done";
    });
    expect(() =>
      bench.store.write((tx) => {
        bench.jobs.enqueue(tx, { ...SCOPE, kind: "test/job", payload: "lost" });
        throw new RangeError("rolled back");
      }),
    ).toThrow("rolled back");
    enqueue(bench, "kept");
    await bench.jobs.settled();
    expect(ran).toEqual(["kept"]);
  });

  it("waits for the due time, and runs what is due in that order", async () => {
    const ran: unknown[] = [];
    const bench = start((job) => {
      ran.push(job.payload);
      return "done";
    });
    enqueue(bench, "late", { dueAtMs: START_MS + 2_000 });
    enqueue(bench, "early", { dueAtMs: START_MS + 1_000 });
    await bench.jobs.settled();
    expect(ran).toEqual([]);
    await bench.clock.advance(1_000);
    await bench.jobs.settled();
    expect(ran).toEqual(["early"]);
    await bench.clock.advance(1_000);
    await bench.jobs.settled();
    expect(ran).toEqual(["early", "late"]);
  });

  it("keeps a lane in order, also while its first job is being retried, and lets others pass", async () => {
    const ran: string[] = [];
    const bench = start((job) => {
      ran.push(`${String(job.payload)}#${job.attempt}`);
      return job.payload === "a1" && job.attempt === 1 ? { retryAtMs: START_MS + 500 } : "done";
    });
    enqueue(bench, "a1", { lane: "a" });
    enqueue(bench, "a2", { lane: "a" });
    enqueue(bench, "b1", { lane: "b" });
    await bench.jobs.settled();
    expect(ran).toEqual(["a1#1", "b1#1"]);
    await bench.clock.advance(500);
    await bench.jobs.settled();
    expect(ran).toEqual(["a1#1", "b1#1", "a1#2", "a2#1"]);
  });

  it("runs a job that throws again after one second, then two, and logs it", async () => {
    const attempts: number[] = [];
    const bench = start((job) => {
      attempts.push(job.attempt);
      if (job.attempt < 3) throw new RangeError("not yet");
      return "done";
    });
    enqueue(bench, "x");
    await bench.jobs.settled();
    await bench.clock.advance(1_000);
    await bench.jobs.settled();
    expect(attempts).toEqual([1, 2]);
    await bench.clock.advance(2_000);
    await bench.jobs.settled();
    expect(attempts).toEqual([1, 2, 3]);
    expect(bench.lines.filter((line) => line.includes("job.failed"))).toHaveLength(2);
  });

  it("takes a job back", async () => {
    const ran: unknown[] = [];
    const bench = start((job) => {
      ran.push(job.payload);
      return "done";
    });
    const id = enqueue(bench, "cancelled", { dueAtMs: START_MS + 10, lane: "a" });
    enqueue(bench, "next", { lane: "a" });
    bench.store.write((tx) => bench.jobs.cancel(tx, id));
    await bench.clock.advance(20);
    await bench.jobs.settled();
    expect(ran).toEqual(["next"]);
  });

  it("runs what a stopped process left, in the order of the lane", async () => {
    // Goal: a crash loses nothing. Method: the first process never starts its jobs; a second one opens the same store.
    const store = createMemoryStore();
    const clock = createClock({ mode: "virtual", startMs: START_MS });
    const dead = createDurableJobs(
      store,
      clock,
      seededRandom(2),
      createLog(() => undefined, clock.nowMs),
    );
    for (const payload of ["1", "2", "3"]) enqueue({ store, jobs: dead }, payload, { lane: "l" });
    const ran: unknown[] = [];
    const bench = start(
      (job) => {
        ran.push(job.payload);
        return "done";
      },
      store,
      clock,
    );
    enqueue(bench, "4", { lane: "l" });
    await bench.jobs.settled();
    expect(ran).toEqual(["1", "2", "3", "4"]);
  });

  it("loses nothing to a next process when the first transaction of this one was rolled back", async () => {
    // Goal: numbers are given out once. Method: the transaction that reserves them fails; a second process then writes
    // into the lane that the first one left.
    const store = createMemoryStore();
    const clock = createClock({ mode: "virtual", startMs: START_MS });
    const log = createLog(() => undefined, clock.nowMs);
    const dead = createDurableJobs(store, clock, seededRandom(2), log);
    expect(() =>
      store.write((tx) => {
        dead.enqueue(tx, { ...SCOPE, kind: "test/job", payload: "lost", lane: "l" });
        throw new RangeError("rolled back");
      }),
    ).toThrow("rolled back");
    for (const payload of ["1", "2", "3"]) enqueue({ store, jobs: dead }, payload, { lane: "l" });
    const next = createDurableJobs(store, clock, seededRandom(3), log);
    for (const payload of ["4", "5", "6"]) enqueue({ store, jobs: next }, payload, { lane: "l" });
    const ran: unknown[] = [];
    const bench = start(
      (job) => {
        ran.push(job.payload);
        return "done";
      },
      store,
      clock,
    );
    await bench.jobs.settled();
    expect(ran).toEqual(["1", "2", "3", "4", "5", "6"]);
  });
});
