// Drift of one instance: CloudFormation's own detection of its stack, as the execution role. AWS: "Performing drift detection on CloudFormation StackSets".

import type { StackInstanceResourceDriftsSummary, StackResourceDrift } from "@aws-sdk/client-cloudformation";
import { stackSignal } from "../engine/events.ts";
import type { InstancePlace } from "./instance-stack.ts";
import type { OperationResultRecord } from "./records.ts";
import { refused, StackFailure } from "./refused.ts";
import { findInstance, listResults, saveFoundDrifts, saveInstance, saveResult } from "./repo.ts";
import { failureOf, placeOf, type InstanceWork } from "./work.ts";

/** LIMIT: how long a look at a detection waits for news of it. */
const LOOK_AGAIN_MS = 5_000;

interface Found {
  readonly status: "DRIFTED" | "IN_SYNC";
  readonly drifts: readonly StackInstanceResourceDriftsSummary[];
}

/** Detects and writes what was found. */
export async function detectInstance(work: InstanceWork): Promise<void> {
  try {
    const found = await detect(work);
    conclude(work, { status: "SUCCEEDED", driftStatus: found.status }, found);
  } catch (error) {
    const failure = failureOf(work, error);
    conclude(work, {
      status: "FAILED",
      ...(failure.kind === "failed" ? { statusReason: failure.reason } : {}),
      ...(failure.gate === undefined ? {} : { gate: failure.gate }),
    });
  }
}

async function detect(work: InstanceWork): Promise<Found> {
  const { yard, administrator, stackSet, operation, number, result } = work;
  const stackId = yard.store.read<string | undefined>(
    (tx) => findInstance(tx, administrator, stackSet.id, result)?.stackId,
  );
  // The wording is inferred.
  if (stackId === undefined) throw new StackFailure("The stack instance has no stack.");
  const place = await placeOf(work);
  const cloudFormation = place.aws.cloudFormation;
  const begun =
    result.detectionId ??
    (await refused(cloudFormation.detectStackDrift({ StackName: stackId }))).StackDriftDetectionId ??
    "";
  yard.store.write<void>((tx) => {
    saveResult(tx, administrator, stackSet.id, operation.id, number, {
      ...latestOf(work),
      detectionId: begun,
    });
  });
  const { DetectionStatus, DetectionStatusReason, StackDriftStatus } = await detected(place, stackId, begun);
  if (DetectionStatus === "DETECTION_FAILED") throw new StackFailure(DetectionStatusReason ?? "Drift detection failed");
  const drifts: StackResourceDrift[] = [];
  for (let token: string | undefined; ;) {
    const page = await refused(
      cloudFormation.describeStackResourceDrifts({
        StackName: stackId,
        ...(token === undefined ? {} : { NextToken: token }),
      }),
    );
    drifts.push(...(page.StackResourceDrifts ?? []));
    token = page.NextToken;
    if (token === undefined) break;
  }
  return {
    status: StackDriftStatus === "DRIFTED" ? "DRIFTED" : "IN_SYNC",
    drifts: drifts.map((one) => summaryOf(one)),
  };
}

function latestOf({ yard, administrator, stackSet, operation, number, result }: InstanceWork): OperationResultRecord {
  const items = yard.store.read<ReturnType<typeof listResults>>((tx) =>
    listResults(tx, administrator, stackSet.id, operation.id),
  );
  return items.find((item) => item.number === number)?.result ?? result;
}

async function detected({ yard, aws }: InstancePlace, stackId: string, detectionId: string) {
  for (;;) {
    const look = new AbortController();
    // RACE: the end may come between the look and the wait, so the wait begins first.
    const news = yard.signals.wait(stackSignal(stackId), LOOK_AGAIN_MS, look.signal);
    const asked = { StackDriftDetectionId: detectionId };
    const detection = await refused(aws.cloudFormation.describeStackDriftDetectionStatus(asked));
    if (detection.DetectionStatus !== "DETECTION_IN_PROGRESS") {
      look.abort();
      await news;
      return detection;
    }
    await news;
  }
}

function summaryOf(drift: StackResourceDrift): StackInstanceResourceDriftsSummary {
  const { StackId, LogicalResourceId, PhysicalResourceId, PhysicalResourceIdContext, ResourceType } = drift;
  const { PropertyDifferences, StackResourceDriftStatus, Timestamp } = drift;
  return {
    ...{ StackId, LogicalResourceId, PhysicalResourceId, PhysicalResourceIdContext, ResourceType },
    ...{ PropertyDifferences, StackResourceDriftStatus, Timestamp },
  };
}

function conclude(work: InstanceWork, end: Partial<OperationResultRecord>, found?: Found): void {
  const { yard, administrator, stackSet, operation, number, result } = work;
  const latest = latestOf(work);
  yard.store.write<void>((tx) => {
    saveResult(tx, administrator, stackSet.id, operation.id, number, { ...latest, ...end });
    const instance = findInstance(tx, administrator, stackSet.id, result);
    if (instance === undefined || found === undefined) return;
    const driftCheckedAtMs = yard.clock.nowMs();
    saveInstance(tx, administrator, stackSet.id, { ...instance, driftStatus: found.status, driftCheckedAtMs });
    const { account, region } = result;
    saveFoundDrifts(tx, administrator, stackSet.id, { account, region, operationId: operation.id }, found.drifts);
  });
}
