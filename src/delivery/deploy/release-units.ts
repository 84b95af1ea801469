// From wanted unit versions to a finished release: sees whether anything is to be done, takes the lock, makes sure that
// what the versions name is in the bucket, runs the release, and goes back if it failed and the policy says so.

import { isDeepStrictEqual } from "node:util";
import type { Diagnostic } from "../../kernel/diagnostics.ts";
import { secureRandom } from "../../kernel/random.ts";
import { openStacks } from "../cloud/stacks.ts";
import { locate } from "./locate.ts";
import type { FailurePolicy, TestCommand } from "../system/define-system.ts";
import { DiagnosticsError } from "../system/system.ts";
import { provenanceOf } from "../release/provenance.ts";
import type { ReleaseKind, ReleaseRecord } from "../release/record.ts";
import { testsIn } from "../release/run-tests.ts";
import { createApplier } from "./apply-unit.ts";
import type { Applied, WantedUnit } from "./apply-unit.ts";
import type { DeployEvent, DeployResult } from "./events.ts";
import { withoutPlace } from "./failures.ts";
import { orderBackTo } from "./go-back.ts";
import { runRelease } from "./run-release.ts";
import type { ReleaseOrder, TestOrder, UnbuiltUnit } from "./run-release.ts";
import { readScene } from "./session.ts";
import type { Scene, Session } from "./session.ts";

/** What is to be released, and how. */
export interface UnitsOrder {
  readonly kind: ReleaseKind;
  /** In an order in which each unit comes after those that it depends on. */
  readonly wanted: readonly WantedUnit[];
  /** Units that could not be built. */
  readonly unbuilt?: readonly UnbuiltUnit[];
  /** Puts what the versions name into the bucket. */
  provide(wanted: readonly WantedUnit[]): Promise<void>;
  readonly policy: FailurePolicy;
  readonly crossesOver?: boolean | undefined;
  readonly tests: TestOrder | undefined;
  /** Where the sources are, for the commit; undefined if there are none. */
  readonly directory: string | undefined;
  readonly details: ReleaseOrder["details"];
  readonly lock: LockPolicy;
  /** When all began, for the time that it took. */
  readonly startedMs: number;
  readonly signal: AbortSignal | undefined;
}

/** What to do about someone else's release; `ignore` is for environments that nobody else can reach. */
export type LockPolicy = "fail" | "wait" | "break" | "ignore";

/** Releases. Throws a DiagnosticsError if the cloud refuses a template, before anything is changed. */
export async function releaseUnits(
  session: Session,
  first: Scene,
  order: UnitsOrder,
  emit: (event: DeployEvent) => void,
): Promise<DeployResult> {
  const { startedMs } = order;
  // A lock is there while somebody releases, or after somebody died; neither is a moment to say that nothing is to be done.
  const isFree = !first.isLocked || order.lock === "ignore";
  const settled = isFree ? settledResults(session, first, order) : undefined;
  if (settled !== undefined) return nothingToDo(session, settled, startedMs, emit);
  return underLock(session, first, { ...order, what: order.kind }, emit, async (scene, signal) => {
    const found = settledResults(session, scene, order);
    if (found !== undefined) return nothingToDo(session, found, startedMs, emit);
    const moving = order.wanted.filter((each) => !stands(session, scene, each));
    await order.provide(moving);
    const refused = (await Promise.all(moving.map((each) => objections(session, scene, each)))).flat();
    if (refused.length > 0) throw new DiagnosticsError(refused);
    const by = await provenanceOf(session.target, order.directory);
    const { kind, unbuilt, policy, crossesOver, tests, details } = order;
    const wanted = order.wanted.map((each) => ({ commit: by.commit, ...each }));
    const result = await runRelease(
      session,
      scene,
      {
        kind,
        wanted,
        unbuilt,
        removed: [],
        direction: "forward",
        policy,
        crossesOver,
        tests,
        by,
        details,
        startedMs,
        signal,
      },
      emit,
    );
    if (result.isComplete || policy !== "rollback" || signal.aborted || result.release === undefined) return result;
    const back = await undo(session, scene, order.wanted, result.release, { by, signal }, emit);
    return {
      ...result,
      durationMs: session.clock.nowMs() - startedMs,
      status: back.isComplete ? "rolled back" : "failed",
      rollback: back,
    };
  });
}

function nothingToDo(
  { clock, place }: Session,
  settled: readonly Applied[],
  startedMs: number,
  emit: (event: DeployEvent) => void,
): DeployResult {
  const units = settled.map(({ result }) => result);
  emit({ type: "started", units: units.map(({ unit }) => unit), environment: place.environment });
  for (const result of units) emit({ type: "unit-finished", result });
  const durationMs = clock.nowMs() - startedMs;
  emit({ type: "finished", durationMs });
  return { isComplete: true, units, durationMs };
}

/** Runs `work` while the environment's lock is held, with the environment as it is then. */
export async function underLock<T>(
  session: Session,
  first: Scene,
  options: { readonly lock: LockPolicy; readonly what: string; readonly signal: AbortSignal | undefined },
  emit: (event: DeployEvent) => void,
  work: (scene: Scene, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { what, signal } = options;
  if (first.current.indexTag === undefined) await session.bucket.ensure();
  const none = new AbortController().signal;
  if (options.lock === "ignore") return work(first, signal ?? none);
  const held = await session.lock.take({
    what,
    signal,
    breaks: options.lock === "break",
    ...(options.lock === "wait" ? { onWait: (owner) => emit({ type: "waiting", owner }) } : {}),
  });
  try {
    const current = await session.releases.current();
    // RACE: someone else may have released between the first look and the lock.
    const isSame = current.indexTag === first.current.indexTag && current.record?.status !== "in-progress";
    const scene = isSame ? first : await readScene(session, first.names);
    return await work(scene, AbortSignal.any([held.lost, ...(signal === undefined ? [] : [signal])]));
  } finally {
    await held.release();
  }
}

// What goes back was made by the release itself, so nothing asks again whether data may go: the caller's own view of
// CloudFormation, which may guard data, is not used.
async function undo(
  guarded: Session,
  before: Scene,
  wanted: readonly WantedUnit[],
  failed: number,
  how: { readonly by: ReleaseRecord["by"]; readonly signal: AbortSignal },
  emit: (event: DeployEvent) => void,
): Promise<DeployResult> {
  const stacks = openStacks(guarded.target, guarded.clock, secureRandom());
  const session = { ...guarded, stacks };
  try {
    const units = wanted.map(({ version }) => version.unit);
    const scene = await readScene(session, before.names);
    const back = await orderBackTo(session, before.standing, scene, units);
    const base = before.current.record?.number;
    const result = await runRelease(
      session,
      scene,
      {
        kind: "rollback",
        ...back,
        direction: "back",
        policy: "continue",
        tests: undefined,
        startedMs: session.clock.nowMs(),
        ...how,
        details: { because: failed, ...(base === undefined ? {} : { to: base }) },
      },
      emit,
    );
    if (result.isComplete) await session.releases.setStatus(failed, "rolled back");
    return result;
  } finally {
    stacks.destroy();
  }
}

// All that is wanted stands, was released completely, and its tests have passed: undefined if any of it is not so.
function settledResults(session: Session, scene: Scene, order: UnitsOrder): readonly Applied[] | undefined {
  const record = scene.current.record;
  if (record?.status !== "complete" || order.wanted.length === 0) return undefined;
  if (order.unbuilt !== undefined && order.unbuilt.length > 0) return undefined;
  const { environment } = session.place;
  const systemTests = testsIn(environment, order.tests?.system?.tests ?? []);
  if (!isProved(systemTests, record.tests)) return undefined;
  const applier = quietApplier(session, scene);
  const found: Applied[] = [];
  for (const wanted of order.wanted) {
    const same = attempt(() => applier.unchanged(wanted));
    if (same === undefined) return undefined;
    // No stack shows them: they are written down by looking at the release once more.
    if (!isDeepStrictEqual(scene.standing.get(wanted.version.unit)?.version.contracts, wanted.version.contracts))
      return undefined;
    const evidence = record.units[wanted.version.unit]?.tests ?? [];
    const hasTests = order.tests?.directoryOf(wanted.version.unit) !== undefined;
    if (hasTests && !isProved(testsIn(environment, wanted.version.tests), evidence)) return undefined;
    found.push(same);
  }
  return found;
}

function isProved(tests: readonly TestCommand[], evidence: ReleaseRecord["tests"]): boolean {
  return tests.every((test) => evidence.some((each) => each.isPassed && each.command === test.run));
}

function stands(session: Session, scene: Scene, wanted: WantedUnit): boolean {
  return attempt(() => quietApplier(session, scene).unchanged(wanted)) !== undefined;
}

function quietApplier(session: Session, scene: Scene): ReturnType<typeof createApplier> {
  const quiet = { ...session, ...scene, emit: () => undefined, signal: undefined };
  return createApplier(quiet, scene.standing, scene.views);
}

// A parameter may be bound to an output that only this release will make: such a unit does not stand.
function attempt<T>(look: () => T | undefined): T | undefined {
  try {
    return look();
  } catch (error) {
    if (error instanceof DiagnosticsError) return undefined;
    throw error;
  }
}

// What the cloud objects to in a template that it does not know yet.
async function objections(session: Session, scene: Scene, wanted: WantedUnit): Promise<readonly Diagnostic[]> {
  const { version, template } = wanted;
  if (scene.standing.get(version.unit)?.version.template === version.template) return [];
  const source = await quietApplier(session, scene).templateOf(wanted);
  const words = await session.stacks.validate(source);
  return (words?.split("\n") ?? []).map((line): Diagnostic => {
    const { position, logicalId } = locate(template, line);
    return {
      severity: "error",
      code: "TEMPLATE_REFUSED",
      summary: "The cloud does not accept a template.",
      detail: withoutPlace(line),
      ...(position === undefined ? {} : { position }),
      ...(logicalId === undefined ? {} : { logicalId }),
    };
  });
}
