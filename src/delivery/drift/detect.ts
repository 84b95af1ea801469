// Looks for drift: asks CloudFormation to compare every stack with what is live, and puts beside each difference where the
// template says otherwise, who owns the property, and who changed it.

import {
  CloudFormationClient,
  DescribeStackDriftDetectionStatusCommand,
  DescribeStackResourceDriftsCommand,
  DetectStackDriftCommand,
} from "@aws-sdk/client-cloudformation";
import type { PropertyDifference, StackResourceDrift } from "@aws-sdk/client-cloudformation";
import { createClock } from "../../kernel/clock.ts";
import type { Clock } from "../../kernel/clock.ts";
import { secureRandom } from "../../kernel/random.ts";
import { openStacks } from "../cloud/stacks.ts";
import type { StackView } from "../cloud/stack-views.ts";
import type { Stacks } from "../cloud/stacks.ts";
import { clientConfig } from "../cloud/target.ts";
import type { Target } from "../cloud/target.ts";
import { stackNameOf } from "../system/system.ts";
import type { Environment, System, Unit } from "../system/system.ts";
import { openTrail } from "./blame.ts";
import type { Trail } from "./blame.ts";
import { ownerOf } from "./ownership.ts";
import { isDrift } from "./report.ts";
import type { DriftReport, PropertyDrift, ResourceDrift, UnitDrift } from "./report.ts";

export interface DetectOptions {
  readonly system: System;
  readonly environment: Environment;
  readonly target: Target;
  /** Only these units; all if it is not given. */
  readonly only?: readonly string[];
  readonly clock?: Clock;
}

// LIMIT: how many stacks are looked at at once. AWS: DetectStackDrift reads every resource, with the services' own limits.
const PARALLEL_STACKS = 8;

/** Compares what the units' stacks should be with what is live. */
export async function detectDrift(options: DetectOptions): Promise<DriftReport> {
  const { system, target, only } = options;
  const clock = options.clock ?? createClock({ mode: "wall" });
  const startedMs = clock.nowMs();
  const client = new CloudFormationClient(clientConfig(target));
  const stacks = openStacks(target, clock, secureRandom());
  const trail = openTrail(target);
  try {
    const views = new Map((await stacks.list()).map((stack) => [stack.name, stack]));
    const units = system.units.filter((unit) => only === undefined || only.includes(unit.name));
    const found: UnitDrift[] = [];
    for (let first = 0; first < units.length; first += PARALLEL_STACKS) {
      const batch = units.slice(first, first + PARALLEL_STACKS);
      found.push(
        ...(await Promise.all(batch.map((unit) => lookAt(unit, options, { views, client, stacks, trail, clock })))),
      );
    }
    return {
      isInSync: found.every((unit) => unit.notLookedAt === undefined && !unit.drifted.some(isDrift)),
      units: found,
      durationMs: clock.nowMs() - startedMs,
    };
  } finally {
    client.destroy();
    stacks.destroy();
    trail.destroy();
  }
}

interface Cloud {
  readonly views: ReadonlyMap<string, StackView>;
  readonly client: CloudFormationClient;
  readonly stacks: Stacks;
  readonly trail: Trail;
  readonly clock: Clock;
}

async function lookAt(unit: Unit, { system, environment, target }: DetectOptions, cloud: Cloud): Promise<UnitDrift> {
  const stack = stackNameOf(system, environment.name, unit.name);
  const none = { unit: unit.name, stack, same: 0, drifted: [], notChecked: [] };
  const view = cloud.views.get(stack);
  if (view === undefined) return { ...none, notLookedAt: "It is not deployed." };
  if (!/^(CREATE|UPDATE|IMPORT|UPDATE_ROLLBACK|IMPORT_ROLLBACK|ROLLBACK)_(COMPLETE|FAILED)$/.test(view.status))
    return { ...none, notLookedAt: `Its stack is in status ${view.status}.` };

  const refusal = await runDetection(cloud, target, view.stackId);
  if (refusal !== undefined) return { ...none, notLookedAt: refusal };
  const [results, resources] = await Promise.all([
    resultsOf(cloud.client, view.stackId),
    cloud.stacks.resources(view.stackId),
  ]);
  const checked = new Set(results.map((each) => each.LogicalResourceId));
  const standing = resources.filter((each) => each.physicalId !== "" && each.status !== "DELETE_COMPLETE");
  const differing = results.filter((each) => each.StackResourceDriftStatus !== "IN_SYNC");
  return {
    unit: unit.name,
    stack,
    same: results.length - differing.length,
    drifted: await Promise.all(differing.map((each) => describeResource(unit, each, view, cloud.trail))),
    notChecked: standing
      .filter((each) => !checked.has(each.logicalId))
      .map(({ logicalId, resourceType }) => ({ logicalId, resourceType })),
  };
}

/** Runs a detection to its end; what the cloud says against it, if it does. */
async function runDetection({ client, clock }: Cloud, target: Target, stackId: string): Promise<string | undefined> {
  const { StackDriftDetectionId } = await client.send(new DetectStackDriftCommand({ StackName: stackId }));
  for (let pauseMs = target.polling.firstMs; ; pauseMs = Math.min(pauseMs * 1.5, target.polling.longestMs)) {
    const { DetectionStatus, DetectionStatusReason } = await client.send(
      new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId }),
    );
    if (DetectionStatus === "DETECTION_COMPLETE") return undefined;
    // AWS: a detection that failed for some resources has results for the others; they say so themselves.
    if (DetectionStatus === "DETECTION_FAILED") return DetectionStatusReason ?? "The drift detection failed.";
    await clock.wait(pauseMs);
  }
}

async function resultsOf(client: CloudFormationClient, stackId: string): Promise<readonly StackResourceDrift[]> {
  const found: StackResourceDrift[] = [];
  for (let token: string | undefined; ;) {
    const page = await client.send(
      new DescribeStackResourceDriftsCommand({
        StackName: stackId,
        ...(token === undefined ? {} : { NextToken: token }),
      }),
    );
    found.push(...(page.StackResourceDrifts ?? []));
    token = page.NextToken;
    if (token === undefined) return found.filter((each) => each.StackResourceDriftStatus !== "NOT_CHECKED");
  }
}

const STATES: Readonly<Record<string, ResourceDrift["state"]>> = { MODIFIED: "changed", DELETED: "deleted" };

async function describeResource(
  unit: Unit,
  drift: StackResourceDrift,
  stack: StackView,
  trail: Trail,
): Promise<ResourceDrift> {
  const {
    LogicalResourceId: logicalId = "",
    PhysicalResourceId: physicalId = "",
    ResourceType: resourceType = "",
  } = drift;
  const state = STATES[drift.StackResourceDriftStatus ?? ""] ?? "unknown";
  const properties = (drift.PropertyDifferences ?? []).map((each) =>
    describeProperty(unit, logicalId, resourceType, each),
  );
  const changedBy =
    state === "unknown" ? undefined : await trail.lastChange({ physicalId, properties, since: stack.changedAt });
  const reason = drift.DriftStatusReason;
  return {
    logicalId,
    physicalId,
    resourceType,
    state,
    ...(reason === undefined ? {} : { reason }),
    properties,
    ...(changedBy === undefined ? {} : { changedBy }),
  };
}

const KINDS = { ADD: "added", REMOVE: "removed", NOT_EQUAL: "changed" } as const;

function describeProperty(
  unit: Unit,
  logicalId: string,
  resourceType: string,
  difference: PropertyDifference,
): PropertyDrift {
  const { PropertyPath: path = "", ExpectedValue = "", ActualValue = "", DifferenceType = "NOT_EQUAL" } = difference;
  const ownedBy = ownerOf(unit.ownedElsewhere ?? [], { logicalId, resourceType, path });
  const position = unit.template.positionOf(["Resources", logicalId, "Properties", ...pointerParts(path)]);
  return {
    path,
    kind: KINDS[DifferenceType],
    expected: ExpectedValue,
    actual: ActualValue,
    ...(ownedBy === undefined ? {} : { ownedBy }),
    ...(position === undefined ? {} : { position }),
  };
}

/** The members that a JSON pointer names, from the outside in. */
export function pointerParts(pointer: string): readonly string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}
