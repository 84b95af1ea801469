// What each operation needs. AWS: "Actions, resources, and condition keys for AWS CodeDeploy". Who makes or changes a group hands its
// role over.

import type { AccessRequest } from "../../iam/authorization.ts";
import type { PermissionCall, PermissionRule, Permissions } from "../../service/service.ts";
import { applicationArn, configArn, groupArn } from "./names.ts";
import { loadDeployment } from "./repo.ts";

interface OnGroup {
  readonly applicationName?: string;
  readonly deploymentGroupName?: string;
  readonly currentDeploymentGroupName?: string;
  readonly serviceRoleArn?: string;
}

const account =
  (action: string): PermissionRule =>
  () => [{ action: `codedeploy:${action}`, resource: "*" }];

const application =
  (action: string): PermissionRule =>
  (input: { applicationName?: string }, call) => [
    { action: `codedeploy:${action}`, resource: applicationArn(call, input.applicationName ?? "*") },
  ];

function onGroup(action: string, input: OnGroup, call: PermissionCall): AccessRequest {
  const name = input.deploymentGroupName ?? input.currentDeploymentGroupName ?? "*";
  return { action: `codedeploy:${action}`, resource: groupArn(call, input.applicationName ?? "*", name) };
}

const group =
  (action: string): PermissionRule =>
  (input: OnGroup, call) => [onGroup(action, input, call)];

const groupWithRole =
  (action: string): PermissionRule =>
  (input: OnGroup, call) => {
    const request = onGroup(action, input, call);
    if (input.serviceRoleArn === undefined) return [request];
    const conditions = { "iam:PassedToService": "codedeploy.amazonaws.com" };
    return [request, { action: "iam:PassRole", resource: input.serviceRoleArn, conditions }];
  };

const config =
  (action: string): PermissionRule =>
  (input: { deploymentConfigName: string }, call) => [
    { action: `codedeploy:${action}`, resource: configArn(call, input.deploymentConfigName) },
  ];

/** Deployments are their groups' where they are read. */
function ofDeployment(action: string, id: string | undefined, call: PermissionCall): AccessRequest {
  const deployment = call.yard.store.read((tx) => loadDeployment(tx, call, id ?? ""));
  if (deployment === undefined) return { action: `codedeploy:${action}`, resource: groupArn(call, "*", "*") };
  const { applicationName, groupName } = deployment;
  return { action: `codedeploy:${action}`, resource: groupArn(call, applicationName, groupName) };
}

const deployment =
  (action: string): PermissionRule =>
  (input: { deploymentId?: string }, call) => [ofDeployment(action, input.deploymentId, call)];

const tagged =
  (action: string): PermissionRule =>
  (input: { ResourceArn: string }) => [{ action: `codedeploy:${action}`, resource: input.ResourceArn }];

export const permissions: Permissions = {
  BatchGetApplications: ({ applicationNames }: { applicationNames: readonly string[] }, call) =>
    applicationNames.map((name) => ({
      action: "codedeploy:BatchGetApplications",
      resource: applicationArn(call, name),
    })),
  BatchGetDeploymentGroups: (
    { applicationName, deploymentGroupNames }: { applicationName: string; deploymentGroupNames: readonly string[] },
    call,
  ) =>
    deploymentGroupNames.map((name) =>
      onGroup("BatchGetDeploymentGroups", { applicationName, deploymentGroupName: name }, call),
    ),
  BatchGetDeploymentTargets: deployment("BatchGetDeploymentTargets"),
  BatchGetDeployments: ({ deploymentIds }: { deploymentIds: readonly string[] }, call) =>
    deploymentIds.map((id) => ofDeployment("BatchGetDeployments", id, call)),
  CreateApplication: application("CreateApplication"),
  CreateDeployment: group("CreateDeployment"),
  CreateDeploymentConfig: config("CreateDeploymentConfig"),
  CreateDeploymentGroup: groupWithRole("CreateDeploymentGroup"),
  DeleteApplication: application("DeleteApplication"),
  DeleteDeploymentConfig: config("DeleteDeploymentConfig"),
  DeleteDeploymentGroup: group("DeleteDeploymentGroup"),
  GetApplication: application("GetApplication"),
  GetDeployment: deployment("GetDeployment"),
  GetDeploymentConfig: config("GetDeploymentConfig"),
  GetDeploymentGroup: group("GetDeploymentGroup"),
  GetDeploymentTarget: deployment("GetDeploymentTarget"),
  ListApplications: account("ListApplications"),
  ListDeploymentConfigs: account("ListDeploymentConfigs"),
  ListDeploymentGroups: application("ListDeploymentGroups"),
  ListDeploymentTargets: deployment("ListDeploymentTargets"),
  ListDeployments: group("ListDeployments"),
  ListTagsForResource: tagged("ListTagsForResource"),
  PutLifecycleEventHookExecutionStatus: account("PutLifecycleEventHookExecutionStatus"),
  StopDeployment: account("StopDeployment"),
  TagResource: tagged("TagResource"),
  UntagResource: tagged("UntagResource"),
  UpdateApplication: application("UpdateApplication"),
  UpdateDeploymentGroup: groupWithRole("UpdateDeploymentGroup"),
};
