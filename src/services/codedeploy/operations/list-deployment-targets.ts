// ListDeploymentTargets: a deployment's one target, if it is wanted.

import type { ListDeploymentTargetsCommandInput, ListDeploymentTargetsCommandOutput } from "@aws-sdk/client-codedeploy";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeTarget, requireStarted, targetIdOf } from "../deployments.ts";
import { invalidFilterName, invalidInstanceStatus, invalidInstanceType } from "../errors.ts";
import { takePage } from "../pages.ts";

const STATUSES = ["Failed", "InProgress", "Pending", "Ready", "Skipped", "Succeeded", "Unknown"];
const LABELS = ["Blue", "Green"];

export const listDeploymentTargets = defineOperation<
  Input<ListDeploymentTargetsCommandInput>,
  ListDeploymentTargetsCommandOutput
>("ListDeploymentTargets", ({ deploymentId, nextToken, targetFilters = {} }, context) => {
  const { TargetStatus: statuses, ServerInstanceLabel: labels, ...others } = targetFilters;
  // AWS: ListDeploymentTargets, targetFilters: two kinds.
  const [name] = Object.keys(others);
  if (name !== undefined) throw invalidFilterName(`There is no target filter ${name}.`);
  for (const status of statuses ?? [])
    if (!STATUSES.includes(status)) throw invalidInstanceStatus(`There is no target status ${status}.`);
  for (const label of labels ?? [])
    if (!LABELS.includes(label)) throw invalidInstanceType(`There is no instance label ${label}.`);
  return context.store.read((tx) => {
    const deployment = requireStarted(tx, context, deploymentId);
    const status = describeTarget(context, deployment).lambdaTarget?.status ?? "";
    // Labels are those of servers: no function has one.
    const isWanted = labels === undefined && (statuses?.includes(status) ?? true);
    const page = takePage(isWanted ? [targetIdOf(deployment)] : [], nextToken);
    return { targetIds: page.items, nextToken: page.nextToken };
  });
});
