// AWS::CloudFormation::StackSet: a stack set with its instances, made by the same public operations as any other. Instances are looked at place by place:
// an update creates, changes and deletes what its groups say otherwise than before.

import type { CallAs, CreateStackSetCommandInput, StackSet } from "@aws-sdk/client-cloudformation";
import { AwsError } from "../../../kernel/errors.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { PLAIN_FAILURE } from "../errors.ts";
import { canonicalJson, isRecord, isSame } from "../template/values.ts";

/** How often an operation is looked at while it runs. */
const POLL_MS = 20;

/** One element of StackInstancesGroup. */
interface Group {
  readonly DeploymentTargets: { readonly Accounts?: string[]; readonly OrganizationalUnitIds?: string[] };
  readonly Regions: string[];
  readonly ParameterOverrides?: { ParameterKey: string; ParameterValue: string }[];
}

/** Ref is the stack set's id, "NAME:UUID". */
export const stackSetType: ResourceType = {
  typeName: "AWS::CloudFormation::StackSet",
  properties: [
    "AdministrationRoleARN",
    "AutoDeployment",
    "CallAs",
    "Capabilities",
    "Description",
    "ExecutionRoleName",
    "ManagedExecution",
    "OperationPreferences",
    "Parameters",
    "PermissionModel",
    "StackInstancesGroup",
    "StackSetName",
    "Tags",
    "TemplateBody",
    "TemplateURL",
  ],

  async create(properties, context) {
    const { cloudFormation } = context.aws;
    const request = { ...requestOf(properties, context), ClientRequestToken: context.clientToken };
    const { StackSetId = "" } = await cloudFormation.createStackSet({
      ...request,
      StackSetName: String(properties["StackSetName"]),
      PermissionModel: properties["PermissionModel"] as CreateStackSetCommandInput["PermissionModel"],
    });
    context.identify(StackSetId);
    for (const [index, group] of groupsOf(properties).entries()) {
      const OperationId = `${context.clientToken}-${index}`;
      await begun(() =>
        cloudFormation.createStackInstances({
          ...callerOf(properties),
          ...targetsOf(properties, StackSetId, group),
          ...(group.ParameterOverrides === undefined ? {} : { ParameterOverrides: group.ParameterOverrides }),
          OperationId,
        }),
      );
      await ended(StackSetId, OperationId, properties, context);
    }
    return stateOf(StackSetId);
  },

  async read(physicalId, context, known = {}) {
    const stackSet = await find(physicalId, known, context);
    if (stackSet?.Status !== "ACTIVE") return undefined;
    const groups = known["StackInstancesGroup"];
    const isAsKnown = stackSet.PermissionModel === "SERVICE_MANAGED" || (await hasPlaces(physicalId, known, context));
    return {
      ...shownOf(stackSet, known),
      ...(groups === undefined
        ? {}
        : { StackInstancesGroup: isAsKnown ? groups : await liveGroups(physicalId, context) }),
    };
  },

  async update(physicalId, properties, previous, context) {
    await idle(physicalId, properties, context);
    if (!isSame(settingsOf(properties), settingsOf(previous))) {
      const request = requestOf(properties, context);
      const { OperationId = "" } = await context.aws.cloudFormation.updateStackSet({
        ...request,
        StackSetName: physicalId,
        ...preferencesOf(properties),
      });
      await ended(physicalId, OperationId, properties, context);
    }
    const [before, after] = [groupsOf(previous), groupsOf(properties)];
    const named = (group: Group): string => canonicalJson([group.DeploymentTargets, group.Regions]);
    const wanted = new Set(after.flatMap((group) => placesOf(group)));
    for (const group of before)
      if (!after.some((other) => named(other) === named(group)))
        await remove(physicalId, properties, group, wanted, context);
    for (const group of after) {
      const same = before.find((other) => named(other) === named(group));
      if (same === undefined || !isSame(same.ParameterOverrides, group.ParameterOverrides))
        await deploy(physicalId, properties, group, context);
    }
    return stateOf(physicalId);
  },

  async delete(physicalId, properties, context) {
    const stackSet = await find(physicalId, properties, context);
    if (stackSet?.Status !== "ACTIVE") return;
    await idle(physicalId, properties, context);
    const groups =
      stackSet.PermissionModel === "SERVICE_MANAGED" ? groupsOf(properties) : await liveGroups(physicalId, context);
    for (const group of groups) await remove(physicalId, properties, group, new Set(), context);
    await context.aws.cloudFormation.deleteStackSet({ StackSetName: nameOf(physicalId), ...callerOf(properties) });
  },

  async list({ aws }) {
    const found: { StackSetId: string }[] = [];
    for (let token: string | undefined; ;) {
      const page = await aws.cloudFormation.listStackSets({
        Status: "ACTIVE",
        ...(token === undefined ? {} : { NextToken: token }),
      });
      for (const { StackSetId = "" } of page.Summaries ?? []) found.push({ StackSetId });
      token = page.NextToken;
      if (token === undefined) return found;
    }
  },
};

function stateOf(stackSetId: string): ResourceState {
  return { physicalId: stackSetId, attributes: { StackSetId: stackSetId } };
}

function nameOf(stackSetId: string): string {
  return stackSetId.slice(0, stackSetId.indexOf(":"));
}

function callerOf(properties: Properties): { CallAs?: CallAs } {
  return properties["CallAs"] === undefined ? {} : { CallAs: properties["CallAs"] as CallAs };
}

function preferencesOf(properties: Properties): { OperationPreferences?: object } {
  const preferences = properties["OperationPreferences"];
  if (!isRecord(preferences)) return {};
  // Templates write numbers as texts, too.
  const numbers = Object.entries(preferences).map(([name, value]) => [
    name,
    typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value,
  ]);
  return { OperationPreferences: Object.fromEntries(numbers) as object };
}

/** What UpdateStackSet is for. */
function settingsOf(properties: Properties): Properties {
  const { StackInstancesGroup: _groups, OperationPreferences: _preferences, CallAs: _caller, ...settings } = properties;
  return settings;
}

function requestOf(properties: Properties, context: ResourceContext) {
  const own = Array.isArray(properties["Tags"]) ? (properties["Tags"] as { Key: string; Value: unknown }[]) : [];
  const tags = new Map(Object.entries(context.tags).filter(([name]) => !name.startsWith("aws:")));
  for (const { Key, Value } of own) tags.set(Key, String(Value));
  const given = (name: string): object => (properties[name] === undefined ? {} : { [name]: properties[name] });
  const automatic = properties["AutoDeployment"];
  const managed = properties["ManagedExecution"];
  const isTrue = (value: unknown): boolean => value === true || value === "true";
  return {
    ...callerOf(properties),
    ...given("AdministrationRoleARN"),
    ...given("Capabilities"),
    ...given("Description"),
    ...given("ExecutionRoleName"),
    ...given("Parameters"),
    ...given("TemplateBody"),
    ...given("TemplateURL"),
    ...(isRecord(automatic)
      ? {
          AutoDeployment: {
            ...automatic,
            Enabled: isTrue(automatic["Enabled"]),
            ...(automatic["RetainStacksOnAccountRemoval"] === undefined
              ? {}
              : { RetainStacksOnAccountRemoval: isTrue(automatic["RetainStacksOnAccountRemoval"]) }),
          },
        }
      : {}),
    ...(isRecord(managed) ? { ManagedExecution: { Active: isTrue(managed["Active"]) } } : {}),
    Tags: [...tags].map(([Key, Value]) => ({ Key, Value })),
  };
}

function groupsOf(properties: Properties): Group[] {
  const groups = properties["StackInstancesGroup"];
  return Array.isArray(groups) ? (groups as Group[]) : [];
}

function placesOf({ DeploymentTargets: { Accounts = [] }, Regions }: Group): string[] {
  return Accounts.flatMap((account) => Regions.map((region) => `${account}/${region}`));
}

function targetsOf(properties: Properties, StackSetName: string, { DeploymentTargets, Regions }: Group) {
  return { StackSetName, DeploymentTargets, Regions, ...preferencesOf(properties) };
}

/** Makes or changes a group's instances. */
async function deploy(
  stackSetId: string,
  properties: Properties,
  group: Group,
  context: ResourceContext,
): Promise<void> {
  const { OperationId = "" } = await context.aws.cloudFormation.createStackInstances({
    ...callerOf(properties),
    ...targetsOf(properties, stackSetId, group),
    // A list without what was overridden before gives it back to the stack set.
    ParameterOverrides: group.ParameterOverrides ?? [],
  });
  await ended(stackSetId, OperationId, properties, context);
}

/** Deletes a group's instances but those that another group has. */
async function remove(
  stackSetId: string,
  properties: Properties,
  group: Group,
  wanted: ReadonlySet<string>,
  context: ResourceContext,
): Promise<void> {
  const { Accounts } = group.DeploymentTargets;
  const isByUnit = (group.DeploymentTargets.OrganizationalUnitIds ?? []).length > 0;
  for (const region of group.Regions) {
    const left = isByUnit ? Accounts : (Accounts ?? []).filter((account) => !wanted.has(`${account}/${region}`));
    if (!isByUnit && left?.length === 0) continue;
    const DeploymentTargets =
      left === undefined ? group.DeploymentTargets : { ...group.DeploymentTargets, Accounts: left };
    const { OperationId = "" } = await context.aws.cloudFormation.deleteStackInstances({
      ...callerOf(properties),
      ...targetsOf(properties, stackSetId, { ...group, DeploymentTargets, Regions: [region] }),
      RetainStacks: false,
    });
    await ended(stackSetId, OperationId, properties, context);
  }
}

/** A repeated request finds its operation begun. */
async function begun(call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== "OperationIdAlreadyExistsException") throw error;
  }
}

async function ended(
  StackSetName: string,
  OperationId: string,
  properties: Properties,
  context: ResourceContext,
): Promise<void> {
  for (;;) {
    const asked = { StackSetName, OperationId, ...callerOf(properties) };
    const { StackSetOperation } = await context.aws.cloudFormation.describeStackSetOperation(asked);
    const status = StackSetOperation?.Status;
    if (status === "SUCCEEDED") return;
    if (status === "FAILED" || status === "STOPPED") {
      const { Summaries = [] } = await context.aws.cloudFormation.listStackSetOperationResults(asked);
      const first = Summaries.find((result) => result.Status === "FAILED");
      // The wording is inferred.
      const message = `Operation [${OperationId}] of StackSet ${StackSetName} ended as ${status}: ${first?.StatusReason ?? ""}`;
      throw new AwsError({ code: PLAIN_FAILURE, message });
    }
    await context.wait(POLL_MS);
  }
}

/** Waits for what runs on the stack set, such as an operation that an earlier try began. */
async function idle(StackSetName: string, properties: Properties, context: ResourceContext): Promise<void> {
  for (;;) {
    const asked = { StackSetName, ...callerOf(properties) };
    const { Summaries = [] } = await context.aws.cloudFormation.listStackSetOperations(asked);
    if (!Summaries.some(({ Status }) => Status === "RUNNING" || Status === "STOPPING" || Status === "QUEUED")) return;
    await context.wait(POLL_MS);
  }
}

async function find(
  StackSetName: string,
  properties: Properties,
  context: Pick<ResourceContext, "aws">,
): Promise<StackSet | undefined> {
  try {
    const asked = { StackSetName, ...callerOf(properties) };
    return (await context.aws.cloudFormation.describeStackSet(asked)).StackSet;
  } catch (error) {
    if (error instanceof AwsError && error.code === "StackSetNotFoundException") return undefined;
    throw error;
  }
}

async function instancesOf(StackSetName: string, context: Pick<ResourceContext, "aws">) {
  const places: { account: string; region: string }[] = [];
  for (let token: string | undefined; ;) {
    const page = await context.aws.cloudFormation.listStackInstances({
      StackSetName,
      ...(token === undefined ? {} : { NextToken: token }),
    });
    for (const { Account = "", Region = "" } of page.Summaries ?? []) places.push({ account: Account, region: Region });
    token = page.NextToken;
    if (token === undefined) return places;
  }
}

async function hasPlaces(stackSetId: string, known: Properties, context: ResourceContext): Promise<boolean> {
  const expected = new Set(groupsOf(known).flatMap((group) => placesOf(group)));
  const live = await instancesOf(stackSetId, context);
  return live.length === expected.size && live.every(({ account, region }) => expected.has(`${account}/${region}`));
}

/** The instances that there are, one group a region. */
async function liveGroups(stackSetId: string, context: Pick<ResourceContext, "aws">): Promise<Group[]> {
  const live = await instancesOf(stackSetId, context);
  return [...new Set(live.map(({ region }) => region))].map((region) => ({
    DeploymentTargets: { Accounts: live.filter((one) => one.region === region).map(({ account }) => account) },
    Regions: [region],
  }));
}

/** The properties as a template writes them; what it leaves out has its default. */
function shownOf(stackSet: StackSet, known: Properties): Record<string, unknown> {
  const said = (name: string, value: unknown): object =>
    value === undefined || (known[name] === undefined && Object.keys(known).length > 0) ? {} : { [name]: value };
  const names = new Set(Array.isArray(known["Parameters"]) ? namesOf(known["Parameters"]) : []);
  const parameters = (stackSet.Parameters ?? []).filter(
    ({ ParameterKey = "" }) => names.size === 0 || names.has(ParameterKey),
  );
  return {
    StackSetName: stackSet.StackSetName,
    PermissionModel: stackSet.PermissionModel,
    ...said("AdministrationRoleARN", stackSet.AdministrationRoleARN),
    ...said("AutoDeployment", stackSet.AutoDeployment),
    ...said("Capabilities", (stackSet.Capabilities ?? []).length === 0 ? undefined : stackSet.Capabilities),
    ...said("Description", stackSet.Description),
    ...said("ExecutionRoleName", stackSet.ExecutionRoleName),
    ...said("ManagedExecution", stackSet.ManagedExecution),
    ...said("TemplateBody", stackSet.TemplateBody),
    ...said(
      "Parameters",
      parameters.length === 0
        ? undefined
        : parameters.map(({ ParameterKey, ParameterValue }) => ({ ParameterKey, ParameterValue })),
    ),
    Tags: stackSet.Tags ?? [],
  };
}

function namesOf(parameters: readonly unknown[]): string[] {
  return parameters.flatMap((one) => (isRecord(one) ? [String(one["ParameterKey"])] : []));
}
