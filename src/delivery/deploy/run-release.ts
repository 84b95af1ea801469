// Runs one release: everything that changes an environment goes through here, whether versions come from sources, from
// another environment or from an earlier release. Holds the lock, writes the record as it goes, obeys the policy.

import { invariant } from "../../kernel/errors.ts";
import { dispatch } from "../graph/dispatch.ts";
import type { FailurePolicy, TestCommand } from "../system/define-system.ts";
import type { Provenance, ReleaseRecord, ReleaseStatus, UnitEntry } from "../release/record.ts";
import type { OpenRelease } from "../release/release-store.ts";
import { runTests, testsIn } from "../release/run-tests.ts";
import { createApplier } from "./apply-unit.ts";
import type { Applied, Applier, WantedUnit } from "./apply-unit.ts";
import { bridgeTo } from "./bridge.ts";
import { beginRelease, standsOf } from "./begin-release.ts";
import type { DeployEvent, DeployResult, Failure, UnitResult } from "./events.ts";
import type { Scene, Session } from "./session.ts";

/** What a release is to do. */
export interface ReleaseOrder {
  readonly kind: ReleaseRecord["kind"];
  /** In an order in which each unit comes after those that it depends on. */
  readonly wanted: readonly WantedUnit[];
  /** Units that could not be built: they fail, and whatever waits for them is blocked. */
  readonly unbuilt?: readonly UnbuiltUnit[] | undefined;
  /** Units whose stacks are deleted. */
  readonly removed: readonly string[];
  /** `back`: consumers first, as they must let go of what the units that they depend on then lose. */
  readonly direction: "forward" | "back";
  readonly policy: FailurePolicy;
  /** False fails a unit that takes an export from others at once, instead of crossing over; true if it is not given. */
  readonly crossesOver?: boolean | undefined;
  /** Which units have tests to run, and where; undefined runs none. */
  readonly tests?: TestOrder | undefined;
  readonly by: Provenance;
  /** What the record says beside. */
  readonly details: Partial<Pick<ReleaseRecord, "from" | "to" | "because" | "plan">>;
  /** When all began, for the time that it took. */
  readonly startedMs: number;
  /** Once aborted no further unit starts. */
  readonly signal: AbortSignal | undefined;
}

/** A unit whose sources make no version. */
export interface UnbuiltUnit {
  readonly unit: string;
  readonly dependsOn: readonly string[];
  readonly failure: Failure;
}

/** The tests that belong to a release. */
export interface TestOrder {
  directoryOf(unit: string): string | undefined;
  readonly system: { readonly tests: readonly TestCommand[]; readonly directory: string } | undefined;
}

// LIMIT: how many stacks change at once. CloudFormation throttles its control plane beyond about ten calls a second.
const PARALLEL_STACKS = 16;

/** Runs a release in an environment whose lock is held. */
export async function runRelease(
  session: Session,
  scene: Scene,
  order: ReleaseOrder,
  emit: (event: DeployEvent) => void,
): Promise<DeployResult> {
  const { clock, releases } = session;
  const { startedMs } = order;
  const base = scene.current.record;
  const open = await beginRelease(
    session,
    scene,
    {
      kind: order.kind,
      by: order.by,
      ...order.details,
      wanted: order.wanted.map(({ version }) => version),
      others: [...order.removed, ...(order.unbuilt ?? []).map(({ unit }) => unit)],
    },
    emit,
  );

  const names = new Map([...scene.names, ...order.wanted.map(({ version, stack }) => [version.unit, stack] as const)]);
  const surroundings = { ...session, ...scene, names, emit, signal: order.signal };
  const applier = createApplier(surroundings, scene.standing, scene.views);
  const run = createRun(session, order, open, applier, emit);
  if (order.direction === "back") await run.goBack();
  else await run.goForward();
  const systemTests = await run.testSystem();

  const results = run.results();
  const isComplete =
    results.every((each) => ["deployed", "unchanged", "deleted"].includes(each.outcome)) &&
    systemTests.every((each) => each.isPassed);
  const durationMs = clock.nowMs() - startedMs;
  const isNothing =
    isComplete &&
    base?.status === "complete" &&
    results.every((each) => each.outcome === "unchanged") &&
    !run.hasTested();
  if (isNothing) {
    // What was looked at again is believed from now on, and no release came of it.
    await releases.restate(base.number, standsOf(open.record));
    await open.discard();
    emit({ type: "finished", durationMs });
    return { isComplete, units: results, durationMs };
  }
  const status: ReleaseStatus = isComplete ? "complete" : "failed";
  const failure = isComplete
    ? undefined
    : failureText(
        results,
        systemTests.some((each) => !each.isPassed),
        order,
      );
  await open.close((record) => ({
    ...record,
    status,
    endedAt: new Date(clock.nowMs()).toISOString(),
    tests: systemTests,
    ...(failure === undefined ? {} : { failure }),
  }));
  emit({ type: "finished", durationMs });
  return { isComplete, units: results, durationMs, release: open.record.number, status, tests: systemTests };
}

interface ReleaseRun {
  goForward(): Promise<void>;
  goBack(): Promise<void>;
  /** The evidence of the system's tests; none if a unit failed. */
  testSystem(): Promise<ReleaseRecord["tests"]>;
  hasTested(): boolean;
  /** In the order in which they ended. */
  results(): readonly UnitResult[];
}

function createRun(
  session: Session,
  order: ReleaseOrder,
  open: OpenRelease,
  applier: Applier,
  emit: (event: DeployEvent) => void,
): ReleaseRun {
  const wanted = new Map(order.wanted.map((each) => [each.version.unit, each]));
  const removed = new Set(order.removed);
  const unbuilt = new Map((order.unbuilt ?? []).map((each) => [each.unit, each]));
  const ended = new Map<string, UnitResult>();
  const stopped = new AbortController();
  const signals = [order.signal, stopped.signal].filter((signal) => signal !== undefined);
  // Units of which something still goes on, such as their tests, while others that wait for them have started.
  const pending = new Map<string, Promise<UnitResult>>();
  const bridgedUnits = new Set<string>();
  let firstFailed: string | undefined;
  let testsRun = 0;

  function finish(result: UnitResult): UnitResult {
    ended.delete(result.unit);
    ended.set(result.unit, result);
    emit({ type: "unit-finished", result });
    if (result.outcome === "failed") {
      firstFailed ??= result.unit;
      if (order.policy !== "continue") stopped.abort();
    }
    return result;
  }

  function note(unit: string, change: (entry: UnitEntry) => UnitEntry): void {
    open.update((record) => {
      const entry = record.units[unit] ?? { outcome: "pending", changes: [], tests: [] };
      return { ...record, units: { ...record.units, [unit]: change(entry) } };
    });
  }

  function noteApplied(unit: string, { result, stands, changes }: Applied): void {
    note(unit, ({ wanted: version, ...entry }) => ({
      ...entry,
      ...(stands === undefined ? { ...(version === undefined ? {} : { wanted: version }) } : { stands }),
      ...(stands !== undefined && stands.release === open.record.number && result.outcome !== "unchanged"
        ? { tests: [] }
        : {}),
      outcome: outcomeOf(result),
      changes: changes.length > 0 ? changes : entry.changes,
      ...("durationMs" in result ? { durationMs: result.durationMs } : {}),
      ...(result.outcome === "failed" ? { failure: result.failure.reason } : {}),
    }));
  }

  // Resolves when what waits for the unit may start, which may be before it is at its end: that one is `pending`.
  async function applyUnit(each: WantedUnit): Promise<UnitResult> {
    const { unit } = each.version;
    let accept: () => void = () => undefined;
    const accepted = new Promise<undefined>((resolve) => {
      accept = () => resolve(undefined);
    });
    const applying = applyOrBridge(each, accept).then((applied) => {
      // The second look at a unit that is back already says nothing new.
      if (applied.result.outcome !== "unchanged" || !ended.has(unit)) noteApplied(unit, applied);
      return applied.result;
    });
    const whole = applying.then((result) => (result.outcome === "failed" ? result : testUnit(each, result)));
    if (each.done === "tests") return whole;
    // Only a stack that was there before has outputs already, which those who wait may read.
    const isAccepted = each.done === "accepted" && applier.stackOf(unit) !== undefined;
    const first = await (isAccepted ? Promise.race([applying, accepted]) : applying);
    if (first === undefined || (first.outcome !== "failed" && hasTests(each))) pending.set(unit, whole);
    return first ?? { outcome: "cancelled", unit };
  }

  // A version that takes an export away from units which this release changes, too, is reached over a bridge: both are there
  // until those have let go.
  async function applyOrBridge(each: WantedUnit, accept: () => void): Promise<Applied> {
    const applied = await applier.apply(each, open.record.number, accept);
    if (applied.result.outcome !== "failed" || order.crossesOver === false) return applied;
    const [, exportName] = EXPORT_IN_USE.exec(applied.result.failure.reason) ?? [];
    const stands = open.record.units[each.version.unit]?.stands;
    if (exportName === undefined || stands === undefined) return applied;
    const importers = await session.stacks.importersOf(exportName);
    const isOurs = (stack: string): boolean =>
      order.wanted.some((other) => other.stack === stack && !ended.has(other.version.unit));
    if (!importers.every(isOurs)) return applied;
    const bridge = await bridgeTo(each, stands, session.artifacts);
    if (bridge === undefined) return applied;
    const bridged = await applier.apply(bridge, open.record.number, accept);
    if (bridged.result.outcome !== "failed") bridgedUnits.add(each.version.unit);
    return bridged;
  }

  // The other ends of the bridges, once nobody imports what goes.
  async function leaveBridges(): Promise<void> {
    const units = order.wanted.filter(({ version }) => bridgedUnits.has(version.unit));
    bridgedUnits.clear();
    const isWhole = [...ended.values()].every(({ outcome }) => outcome === "deployed" || outcome === "unchanged");
    if (units.length > 0 && isWhole) await forward(units, true);
  }

  function hasTests({ version }: WantedUnit): boolean {
    const tests = testsIn(session.place.environment, version.tests);
    return tests.length > 0 && order.tests?.directoryOf(version.unit) !== undefined;
  }

  // Tests of a unit that did not change are not run again, if they passed.
  async function testUnit({ version }: WantedUnit, result: UnitResult): Promise<UnitResult> {
    const { unit } = version;
    const tests = testsIn(session.place.environment, version.tests);
    const directory = order.tests?.directoryOf(unit);
    if (directory === undefined || tests.length === 0) return result;
    const known = open.record.units[unit]?.tests ?? [];
    const isProved = tests.every((test) =>
      known.some((each) => each.isPassed && each.command === test.run && each.name === (test.name ?? test.run)),
    );
    if (result.outcome === "unchanged" && isProved) return result;
    const evidence = await runTests(tests, unit, directory, testScene());
    testsRun += evidence.length;
    for (const each of evidence) emit({ type: "test", unit, evidence: each });
    const failed = evidence.find((each) => !each.isPassed);
    const reason = failed === undefined ? undefined : testFailure(failed);
    note(unit, (entry) => ({
      ...entry,
      tests: evidence,
      ...(reason === undefined ? {} : { outcome: "failed", failure: reason }),
    }));
    if (reason === undefined) return result;
    const stack = applier.nameOf(unit);
    const durationMs = "durationMs" in result ? result.durationMs : 0;
    return { outcome: "failed", unit, stack, failure: { reason, code: "TEST_FAILED" }, durationMs };
  }

  function testScene(): Parameters<typeof runTests>[3] {
    const { target, clock, place } = session;
    const { outputs } = applier;
    const release = open.record.number;
    return { target, clock, ...place, release, outputs, signal: order.signal };
  }

  async function forward(units: readonly WantedUnit[], isRepeat: boolean): Promise<void> {
    const dependencies = new Map([
      ...[...unbuilt.values()].map((each) => [each.unit, each.dependsOn] as const),
      ...units.map(({ version }) => [version.unit, version.dependsOn] as const),
    ]);
    await dispatch<UnitResult>({
      units: [...dependencies.keys()],
      dependenciesOf: (unit) => dependencies.get(unit) ?? [],
      run: async (unit) => failUnbuilt(unit) ?? (await applyUnit(requireWanted(unit))),
      isSuccess: (result) => result.outcome !== "failed",
      limit: PARALLEL_STACKS,
      signal: AbortSignal.any(signals),
      onOutcome(outcome) {
        const result = outcome.kind === "done" ? outcome.result : notAttempted(outcome);
        if (result.outcome === "blocked" || result.outcome === "cancelled")
          note(result.unit, (entry) => ({ ...entry, outcome: result.outcome }));
        if (isRepeat && result.outcome === "unchanged" && ended.has(result.unit)) return;
        const whole = pending.get(result.unit);
        if (whole === undefined) finish(result);
        else pending.set(result.unit, whole.then(finish));
      },
    });
    await Promise.all(pending.values());
    pending.clear();
    await leaveBridges();
  }

  function failUnbuilt(unit: string): UnitResult | undefined {
    const failure = unbuilt.get(unit)?.failure;
    if (failure === undefined) return undefined;
    note(unit, (entry) => ({ ...entry, outcome: "failed", failure: failure.reason }));
    return { outcome: "failed", unit, stack: applier.nameOf(unit), failure, durationMs: 0 };
  }

  function requireWanted(unit: string): WantedUnit {
    const found = wanted.get(unit);
    invariant(found !== undefined, `There is no unit "${unit}" in the release.`);
    return found;
  }

  function notAttempted(
    outcome: { kind: "blocked"; unit: string; by: string } | { kind: "cancelled"; unit: string },
  ): UnitResult {
    if (outcome.kind === "blocked") return { outcome: "blocked", unit: outcome.unit, by: outcome.by };
    return firstFailed === undefined || order.signal?.aborted === true
      ? { outcome: "cancelled", unit: outcome.unit }
      : { outcome: "blocked", unit: outcome.unit, by: firstFailed };
  }

  // Consumers first. A unit whose old version needs what is not there yet waits for the way forward, and so do the units
  // that it depends on, as it still holds on to them.
  async function goBack(): Promise<void> {
    const before = new Map(
      Object.entries(open.record.units).map(([unit, { stands }]) => [unit, stands?.version.dependsOn ?? []]),
    );
    const moving = [...removed, ...order.wanted.filter((each) => !isThere(each)).map(({ version }) => version.unit)];
    const dependantsOf = (unit: string): readonly string[] =>
      moving.filter((other) => other !== unit && before.get(other)?.includes(unit) === true);
    const held: string[] = [];
    await dispatch<UnitResult>({
      units: moving,
      dependenciesOf: dependantsOf,
      run: (unit) => (removed.has(unit) ? removeUnit(unit) : stepBack(requireWanted(unit))),
      isSuccess: (result) => result.outcome !== "failed",
      limit: PARALLEL_STACKS,
      signal: AbortSignal.any(signals),
      onOutcome(outcome) {
        if (outcome.kind === "done" && !isDeferral(outcome.result)) finish(outcome.result);
        else if (outcome.kind === "cancelled") finish(notAttempted(outcome));
        else if (removed.has(outcome.unit)) held.push(outcome.unit);
      },
    });
    const isStopped = (): boolean => stopped.signal.aborted || order.signal?.aborted === true;
    if (!isStopped()) await forward(order.wanted, true);
    for (const unit of [...held, ...order.wanted.map(({ version }) => version.unit)]) {
      if (ended.has(unit)) continue;
      finish(isStopped() ? notAttempted({ kind: "cancelled", unit }) : await removeUnit(unit));
    }
  }

  function isThere(each: WantedUnit): boolean {
    try {
      return applier.unchanged(each) !== undefined;
    } catch (error) {
      // A parameter is bound to an output that is not there now: the way forward brings it.
      if (error instanceof Error && error.name === "DiagnosticsError") return false;
      throw error;
    }
  }

  async function stepBack(each: WantedUnit): Promise<UnitResult> {
    if (applier.stackOf(each.version.unit) === undefined) return deferral(each.version.unit);
    const applied = await applier.apply(each, open.record.number);
    if (applied.result.outcome === "failed" && NOT_THERE_YET.test(applied.result.failure.reason))
      return deferral(each.version.unit);
    noteApplied(each.version.unit, applied);
    return applied.result;
  }

  async function removeUnit(unit: string): Promise<UnitResult> {
    const result = await applier.remove(unit);
    note(unit, ({ stands, ...entry }) =>
      result.outcome === "deleted"
        ? { ...entry, outcome: "removed" }
        : {
            ...entry,
            ...(stands === undefined ? {} : { stands }),
            outcome: "failed",
            ...(result.outcome === "failed" ? { failure: result.failure.reason } : {}),
          },
    );
    return result;
  }

  async function testSystem(): Promise<ReleaseRecord["tests"]> {
    const all = order.tests?.system;
    const tests = testsIn(session.place.environment, all?.tests ?? []);
    const isGood = [...ended.values()].every((each) => each.outcome === "deployed" || each.outcome === "unchanged");
    if (all === undefined || tests.length === 0 || !isGood || order.signal?.aborted === true) return [];
    const evidence = await runTests(tests, undefined, all.directory, testScene());
    testsRun += evidence.length;
    for (const each of evidence) emit({ type: "test", evidence: each });
    return evidence;
  }

  return {
    goForward: () => forward(order.wanted, false),
    goBack,
    testSystem,
    hasTested: () => testsRun > 0,
    results: () => [...ended.values()],
  };
}

// AWS: "No export named X found": an import whose export does not exist fails the change set, before anything is changed.
const NOT_THERE_YET = /No export named|is bound to output|does not exist/;
// AWS: "Export X cannot be deleted as it is in use by Y", and the same of an update.
const EXPORT_IN_USE = /Export (\S+) cannot be (?:deleted|updated) as it is in use by/;
const DEFERRED = "Waits for what it needs to come back first.";

function deferral(unit: string): UnitResult {
  return { outcome: "failed", unit, stack: unit, failure: { reason: DEFERRED }, durationMs: 0 };
}

function isDeferral(result: UnitResult): boolean {
  return result.outcome === "failed" && result.failure.reason === DEFERRED;
}

function outcomeOf(result: UnitResult): UnitEntry["outcome"] {
  if (result.outcome === "deployed") return result.action === "create" ? "created" : "updated";
  return result.outcome === "deleted" ? "removed" : result.outcome;
}

function testFailure(evidence: ReleaseRecord["tests"][number]): string {
  const end = evidence.exitCode === undefined ? "did not end" : `failed with exit code ${evidence.exitCode}`;
  const last = evidence.output.trimEnd().split("\n").slice(-12).join("\n");
  return `Test "${evidence.name}" ${end}.${last === "" ? "" : `\n${last}`}`;
}

function failureText(results: readonly UnitResult[], hasFailedTest: boolean, order: ReleaseOrder): string {
  const failed = results.find((each) => each.outcome === "failed");
  if (failed?.outcome === "failed") return `${failed.unit}: ${failed.failure.reason}`;
  if (hasFailedTest) return "A test of the system failed.";
  return order.signal?.aborted === true ? "It was interrupted." : "Not all units were deployed.";
}
