// What a release works with: an environment's bucket, stacks, lock and records, opened together and read together.

import { createClock } from "../../kernel/clock.ts";
import type { Clock } from "../../kernel/clock.ts";
import { secureRandom } from "../../kernel/random.ts";
import { openArtifacts } from "../cloud/artifacts.ts";
import type { Artifacts } from "../cloud/artifacts.ts";
import { openBucket } from "../cloud/bucket.ts";
import type { Bucket } from "../cloud/bucket.ts";
import { openStacks } from "../cloud/stacks.ts";
import type { StackView } from "../cloud/stack-views.ts";
import type { Stacks } from "../cloud/stacks.ts";
import type { Target } from "../cloud/target.ts";
import { readHotSwaps } from "../release/hot-swaps.ts";
import type { HotSwaps } from "../release/hot-swaps.ts";
import { openLock } from "../release/lock.ts";
import type { ReleaseLock } from "../release/lock.ts";
import type { Standing } from "../release/record.ts";
import { openReleases } from "../release/release-store.ts";
import type { Current, ReleasePlace, ReleaseStore } from "../release/release-store.ts";

/** An environment's cloud, opened. */
export interface Session {
  readonly place: ReleasePlace;
  readonly target: Target;
  readonly clock: Clock;
  readonly bucket: Bucket;
  readonly artifacts: Artifacts;
  readonly stacks: Stacks;
  readonly releases: ReleaseStore;
  readonly lock: ReleaseLock;
  /** Whether releases explain why they change what they change. */
  readonly explains: boolean;
  close(): void;
}

/** An environment as it is at one moment. */
export interface Scene {
  readonly current: Current;
  /** What the last release left, by unit. */
  readonly standing: ReadonlyMap<string, Standing>;
  /** The stacks of the system in this environment, by unit. */
  readonly views: ReadonlyMap<string, StackView>;
  readonly hotSwaps: HotSwaps;
  /** The names of the units' stacks. */
  readonly names: ReadonlyMap<string, string>;
  /** Whether somebody has the lock, or died with it. */
  readonly isLocked: boolean;
}

/** Opens an environment; `stacks` is taken where the caller brings its own. */
export function openSession(options: {
  readonly place: ReleasePlace;
  readonly target: Target;
  readonly clock?: Clock | undefined;
  readonly stacks?: Stacks | undefined;
  readonly explains?: boolean | undefined;
}): Session {
  const { place, target } = options;
  const clock = options.clock ?? createClock({ mode: "wall" });
  const random = secureRandom();
  const bucket = openBucket(target);
  const stacks = options.stacks ?? openStacks(target, clock, random);
  return {
    place,
    target,
    clock,
    bucket,
    artifacts: openArtifacts(bucket),
    stacks,
    releases: openReleases(bucket, place),
    lock: openLock(bucket, place, clock, random),
    explains: options.explains === true,
    close() {
      bucket.destroy();
      if (options.stacks === undefined) stacks.destroy();
    },
  };
}

/**
 * Looks at an environment: a few questions at once, however many units it has. `named` has the names of stacks as the
 * configuration gives them; without them they are those that the last release used.
 */
export async function readScene(session: Session, named: ReadonlyMap<string, string> = new Map()): Promise<Scene> {
  const { place, bucket, releases, stacks, lock } = session;
  const [current, all, hotSwaps, owner] = await Promise.all([
    releases.current(),
    stacks.list(),
    readHotSwaps(bucket, place),
    lock.owner(),
  ]);
  const standing = new Map(
    Object.entries(current.record?.units ?? {}).flatMap(([unit, { stands }]): [string, Standing][] =>
      stands === undefined ? [] : [[unit, stands]],
    ),
  );
  const names = new Map([...[...standing].map(([unit, { stack }]) => [unit, stack] as const), ...named]);
  const byName = new Map([...names].map(([unit, name]) => [name, unit]));
  const views = new Map<string, StackView>();
  for (const view of all) {
    const isTagged =
      view.tags["stackyard:system"] === place.system && view.tags["stackyard:environment"] === place.environment;
    const unit = byName.get(view.name) ?? (isTagged ? (view.tags["stackyard:unit"] ?? view.name) : undefined);
    if (unit !== undefined) views.set(unit, view);
  }
  return { current, standing, views, hotSwaps, names, isLocked: owner !== undefined };
}
