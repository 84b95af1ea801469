// One release at a time in an environment: a lock in its bucket that is taken on condition, kept alive by a heartbeat, and
// taken over only from an owner that is surely dead. All writes name the tag they replace, so no two can win.

import { readFileSync, readlinkSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import type { Clock } from "../../kernel/clock.ts";
import { OperatorError } from "../../kernel/errors.ts";
import type { Random } from "../../kernel/random.ts";
import type { Bucket } from "../cloud/bucket.ts";
import { releasePrefix } from "./release-store.ts";
import type { ReleasePlace } from "./release-store.ts";

/** Who holds a lock. */
export interface LockOwner {
  readonly v: 1;
  /** Of this one taking of the lock. */
  readonly id: string;
  /** "user@host". */
  readonly user: string;
  readonly pid: number;
  /** Names the machine's processes: two owners of one machine can see whether the other lives. */
  readonly machine: string;
  /** What the owner does, such as "deploy". */
  readonly what: string;
  readonly since: string;
  readonly heartbeatAt: string;
}

export interface HeldLock {
  /** Aborts when the lock was lost: another owner has broken it. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

export interface LockOptions {
  readonly what: string;
  /** Takes the lock from whoever has it. */
  readonly breaks?: boolean;
  /** Waits for its end instead of failing; called once with who holds it. */
  readonly onWait?: (owner: LockOwner) => void;
  readonly signal?: AbortSignal | undefined;
}

/** After that long without a heartbeat an owner counts as dead. */
const LEASE_MS = 30_000;
const HEARTBEAT_MS = 10_000;
const WAIT_MS = 250;

/** The lock of one environment. */
export interface ReleaseLock {
  /** Takes the lock. Throws ERR_RELEASE_LOCKED if someone else has it. */
  take(options: LockOptions): Promise<HeldLock>;
  /** Who has it now; undefined if nobody has. */
  owner(): Promise<LockOwner | undefined>;
  /** Waits until nobody has it whose process lives; whether there was a wait, which `onWait` is told of at its beginning. */
  waitUntilFree(onWait: (owner: LockOwner) => void): Promise<boolean>;
}

/** Opens the lock of an environment. */
export function openLock(bucket: Bucket, place: ReleasePlace, clock: Clock, random: Random): ReleaseLock {
  const key = `${releasePrefix(place)}lock.json`;

  function ownership(what: string): LockOwner {
    const now = new Date(clock.nowMs()).toISOString();
    return {
      v: 1,
      id: random.uuid(),
      user: userAtHost(),
      pid: process.pid,
      machine: machineOf(),
      what,
      since: now,
      heartbeatAt: now,
    };
  }

  async function read(): Promise<{ owner: LockOwner; etag: string } | undefined> {
    const found = await bucket.read(key);
    return found === undefined ? undefined : { owner: JSON.parse(found.text) as LockOwner, etag: found.etag };
  }

  async function take(options: LockOptions): Promise<HeldLock> {
    const mine = ownership(options.what);
    for (let isFirst = true; ; isFirst = false) {
      const created = await bucket.create(key, JSON.stringify(mine));
      if (created !== undefined) return hold(mine, created);
      const there = await read();
      // RACE: it was given back in between.
      if (there === undefined) continue;
      if (options.breaks === true || (await isDead(there))) {
        const taken = await bucket.replace(key, JSON.stringify(mine), there.etag);
        if (taken !== undefined) return hold(mine, taken);
        continue;
      }
      if (options.onWait === undefined || options.signal?.aborted === true)
        throw locked(place, there.owner, clock.nowMs());
      if (isFirst) options.onWait(there.owner);
      await clock.wait(WAIT_MS, options.signal);
    }
  }

  // A process of this machine can be asked for. Of others only the heartbeat tells: it must look old, and then stay as it is
  // for one more beat, because clocks of two machines differ.
  async function isDead({ owner, etag }: { owner: LockOwner; etag: string }): Promise<boolean> {
    if (owner.machine === machineOf() && !isAlive(owner.pid)) return true;
    if (clock.nowMs() - Date.parse(owner.heartbeatAt) < LEASE_MS) return false;
    await clock.wait(HEARTBEAT_MS * 1.5);
    return (await read())?.etag === etag;
  }

  function hold(mine: LockOwner, etag: string): HeldLock {
    const lost = new AbortController();
    let tag: string | undefined = etag;
    let beating: Promise<void> = Promise.resolve();
    let cancel = clock.at(clock.nowMs() + HEARTBEAT_MS, beat);

    function beat(): void {
      beating = refresh();
    }

    async function refresh(): Promise<void> {
      if (tag === undefined) return;
      const now = new Date(clock.nowMs()).toISOString();
      try {
        tag = await bucket.replace(key, JSON.stringify({ ...mine, heartbeatAt: now }), tag);
      } catch (error) {
        // The cloud does not answer for a moment: the lease is longer than three beats.
        if (!(error instanceof Error)) throw error;
      }
      if (tag === undefined) lost.abort();
      else cancel = clock.at(clock.nowMs() + HEARTBEAT_MS, beat);
    }

    return {
      lost: lost.signal,
      async release() {
        cancel();
        await beating;
        cancel();
        if (tag !== undefined) await bucket.remove(key, tag);
        tag = undefined;
      },
    };
  }

  async function waitUntilFree(onWait: (owner: LockOwner) => void): Promise<boolean> {
    for (let isFirst = true; ; isFirst = false) {
      const there = await read();
      if (there === undefined || (await isDead(there))) return !isFirst;
      if (isFirst) onWait(there.owner);
      await clock.wait(WAIT_MS);
    }
  }

  return { take, waitUntilFree, owner: async () => (await read())?.owner };
}

/** "user@host" of this process. */
export function userAtHost(): string {
  return `${userName()}@${hostname()}`;
}

/** Who holds a lock, in words. */
function describeOwner(owner: LockOwner, nowMs: number): string {
  const seconds = Math.max(0, Math.round((nowMs - Date.parse(owner.since)) / 1000));
  return `${owner.user} (process ${owner.pid}), "${owner.what}", since ${seconds} s`;
}

function locked(place: ReleasePlace, owner: LockOwner, nowMs: number): OperatorError {
  const silentMs = nowMs - Date.parse(owner.heartbeatAt);
  const rest = Math.max(0, Math.ceil((LEASE_MS - silentMs) / 1000));
  return new OperatorError({
    code: "ERR_RELEASE_LOCKED",
    message: `Environment "${place.environment}" is being released into by ${describeOwner(owner, nowMs)}. If that process died, its lock can be taken over in ${rest} s.`,
    hints: ["Wait for its end and try again.", "If you are sure that it is dead: add --break-lock"],
  });
}

function userName(): string {
  try {
    return userInfo().username;
  } catch (error) {
    // A container may run under a user id that has no name.
    if (!(error instanceof Error)) throw error;
    return String(process.getuid?.() ?? "unknown");
  }
}

// Two containers may have one host name and never see each other's processes: the boot and the process namespace tell
// them apart. Where a system knows neither, its name is all.
function machineOf(): string {
  const boot = attempt(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim());
  const namespace = attempt(() => readlinkSync("/proc/self/ns/pid"));
  return [hostname(), boot, namespace].filter((part) => part !== undefined).join(" ");
}

function attempt(read: () => string): string | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A process that has ended but whose parent has not asked for it still takes signals.
    return (
      attempt(() => readFileSync(`/proc/${pid}/stat`, "utf8"))
        ?.replace(/^.*\) /s, "")
        .startsWith("Z") !== true
    );
  } catch (error) {
    // EPERM: it lives, but belongs to someone else.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
