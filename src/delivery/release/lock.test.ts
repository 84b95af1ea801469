import { describe, expect, test } from "vitest";
import { createClock } from "../../kernel/clock.ts";
import type { Clock } from "../../kernel/clock.ts";
import { seededRandom } from "../../kernel/random.ts";
import { memoryBucket } from "../test/memory-bucket.ts";
import { openLock } from "./lock.ts";
import type { LockOwner, ReleaseLock } from "./lock.ts";

const PLACE = { system: "shop", environment: "dev" };
const KEY = "releases/shop/dev/lock.json";
const START_MS = Date.UTC(2026, 0, 1);

interface Scene {
  readonly clock: Clock;
  readonly bucket: ReturnType<typeof memoryBucket>;
  readonly lock: ReleaseLock;
  /** Writes an owner of another machine, whose last sign of life was that long ago. */
  leave(silentMs: number): Promise<LockOwner>;
}

function scene(): Scene {
  const clock = createClock({ mode: "virtual", startMs: START_MS });
  const bucket = memoryBucket();
  const lock = openLock(bucket, PLACE, clock, seededRandom(1));
  return {
    clock,
    bucket,
    lock,
    async leave(silentMs) {
      const since = new Date(clock.nowMs() - silentMs).toISOString();
      const owner: LockOwner = {
        v: 1,
        id: "other",
        user: "ben@elsewhere",
        pid: 1,
        machine: "elsewhere",
        what: "deploy",
        since,
        heartbeatAt: since,
      };
      await bucket.put(KEY, JSON.stringify(owner));
      return owner;
    },
  };
}

/** Lets what waits for the bucket go on; the bucket answers within the same turn. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("the lock", () => {
  // Goal: an owner that lives on another machine is left alone, and named. Method: a sign of life ten seconds ago.
  test("is refused while its owner gives signs of life", async () => {
    const { lock, leave } = scene();
    await leave(10_000);
    await expect(lock.take({ what: "deploy" })).rejects.toMatchObject({
      code: "ERR_RELEASE_LOCKED",
      message: expect.stringMatching(/ben@elsewhere.*"deploy", since 10 s.*taken over in 20 s/),
    });
  });

  // Goal: an owner that gave no sign for the lease, and gives none for another beat, is dead. Method: a minute of silence.
  test("is taken over from an owner that is silent", async () => {
    const { lock, leave, clock } = scene();
    await leave(60_000);
    const taking = lock.take({ what: "deploy" });
    await turn();
    await clock.advance(15_000);
    const held = await taking;
    expect((await lock.owner())?.id).not.toBe("other");
    await held.release();
    expect(await lock.owner()).toBeUndefined();
  });

  // Goal: an owner whose clock is behind ours looks silent and is not: its beats save it. Method: it beats while it is watched.
  test("is not taken from an owner whose clock is behind", async () => {
    const { lock, leave, clock } = scene();
    await leave(60_000);
    const taking = lock.take({ what: "deploy" });
    const outcome = taking.then(
      () => "taken",
      (error: unknown) => (error instanceof Error && "code" in error ? error.code : error),
    );
    await turn();
    await leave(50_000);
    await clock.advance(15_000);
    expect(await outcome).toBe("ERR_RELEASE_LOCKED");
    expect((await lock.owner())?.id).toBe("other");
  });

  // Goal: of two that find a dead owner only one gets the lock. Method: both watch, both try.
  test("is taken over by one of two", async () => {
    const { lock, leave, clock } = scene();
    await leave(60_000);
    const results = Promise.allSettled([lock.take({ what: "deploy" }), lock.take({ what: "promote" })]);
    await turn();
    await clock.advance(15_000);
    expect((await results).map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  // Goal: the owner beats, and notices when somebody has broken its lock; giving back what it lost leaves the other's alone.
  // Method: a beat, then another owner's object in its place.
  test("beats, and notices that it was broken", async () => {
    const { lock, leave, clock } = scene();
    const held = await lock.take({ what: "deploy" });
    const first = await lock.owner();
    await clock.advance(10_000);
    await turn();
    const second = await lock.owner();
    expect(second?.id).toBe(first?.id);
    expect(Date.parse(second?.heartbeatAt ?? "")).toBe(START_MS + 10_000);
    expect(held.lost.aborted).toBe(false);

    await leave(0);
    await clock.advance(10_000);
    await turn();
    expect(held.lost.aborted).toBe(true);
    await held.release();
    expect((await lock.owner())?.id).toBe("other");
  });

  // Goal: breaking needs no patience. Method: a living owner, `breaks`.
  test("can be broken", async () => {
    const { lock, leave } = scene();
    await leave(0);
    await lock.take({ what: "deploy", breaks: true });
    expect((await lock.owner())?.id).not.toBe("other");
  });
});
