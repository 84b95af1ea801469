// Stacks that become instances of a stack set. AWS: "Import a stack into StackSets": up to ten at a time, of any account and region that the roles reach.

import type { StackSetOperationPreferences } from "@aws-sdk/client-cloudformation";
import { AwsError } from "../../../kernel/errors.ts";
import { parseAccountId, parseRegion } from "../../../kernel/ids.ts";
import type { Scope } from "../../../service/context.ts";
import { readObjectText } from "../engine/template-source.ts";
import { validationError } from "../errors.ts";
import { findStack } from "../repo.ts";
import { deploymentOf } from "../stacks.ts";
import type { ParameterTexts } from "../template/parameters.ts";
import { isSame, memberOf, setMember } from "../template/values.ts";
import { executionPrincipal, NoAccess } from "./acting.ts";
import { invalidOperation, limitExceeded, stackNotFound } from "./errors.ts";
import { requireActive, type Call } from "./find.ts";
import { settledStack, type InstancePlace } from "./instance-stack.ts";
import { managedPrincipal } from "./managed-role.ts";
import { accountsBelow, requireTrust } from "./organization.ts";
import { readPreferences } from "./preferences.ts";
import type { StackInstanceRecord, StackSetOperationRecord, StackSetRecord } from "./records.ts";
import { refused, StackFailure } from "./refused.ts";
import { findInstance, stackSetOfStack } from "./repo.ts";
import { requireIdle, rolesKept, startOperation, type Target } from "./start.ts";
import { templateOfText } from "./template.ts";

// LIMIT: AWS: "ImportStacksToStackSet": "up to 10 stacks".
const MOST_STACKS = 10;
const LIST_BYTES = 100_000;

export interface ImportRequest {
  readonly StackSetName: string;
  readonly StackIds?: readonly string[] | undefined;
  readonly StackIdsUrl?: string | undefined;
  readonly OrganizationalUnitIds?: readonly string[] | undefined;
  readonly OperationPreferences?: StackSetOperationPreferences | undefined;
  readonly OperationId?: string | undefined;
}

/** Where a stack is, by its ARN. */
function placeOfStack(stackId: string): Scope {
  const [, region = "", account = ""] =
    /^arn:aws[a-z-]*:cloudformation:([a-z0-9-]+):(\d{12}):stack\/[^/]+\/[^/]+$/.exec(stackId) ?? [];
  // The wording is inferred.
  if (account === "") throw validationError(`Stack id ${stackId} is not the ARN of a stack`);
  return { account: parseAccountId(account), region: parseRegion(region) };
}

/** The place of a stack, as whoever the stack set acts by there. */
export async function reach(
  { context, administrator }: Call,
  stackSet: Pick<StackSetRecord, "id" | "permissionModel" | "administrationRoleArn" | "executionRoleName">,
  operationId: string,
  scope: Scope,
): Promise<InstancePlace> {
  const acting = { id: operationId, ...rolesKept(stackSet) };
  const principal =
    stackSet.permissionModel === "SERVICE_MANAGED"
      ? await managedPrincipal(context, administrator, operationId, scope.account)
      : await executionPrincipal(context, administrator, stackSet.id, acting, scope.account);
  return { yard: context, scope, aws: context.as(principal, scope), token: operationId };
}

/** Begins an import. */
export async function importStacks(call: Call, request: ImportRequest): Promise<{ OperationId: string }> {
  const { context, administrator } = call;
  const stackSet = context.store.read<StackSetRecord>((tx) => requireActive(tx, administrator, request.StackSetName));
  const preferences = readPreferences(request.OperationPreferences);
  const id = request.OperationId ?? context.random.uuid();
  const stackIds = await readStackIds(call, request);
  const unitOf = await readUnits(call, stackSet, request.OrganizationalUnitIds ?? []);
  const targets = stackIds.map((importedStackId): Target => {
    const { account, region } = placeOfStack(importedStackId);
    const unitId = unitOf.get(account);
    if (stackSet.permissionModel === "SERVICE_MANAGED" && unitId === undefined)
      throw validationError(`Account ${account} is not in the specified OrganizationalUnitIds`);
    return { account, region, importedStackId, ...(unitId === undefined ? {} : { unitId }) };
  });
  for (const { importedStackId = "" } of targets) await requireStack(call, stackSet, id, importedStackId);
  return context.store.write<{ OperationId: string }>((tx) => {
    const latest = requireActive(tx, administrator, request.StackSetName);
    requireIdle(tx, administrator, latest, id);
    const places = new Set<string>();
    for (const target of targets) {
      const { account, region, importedStackId = "" } = target;
      const known = findInstance(tx, administrator, latest.id, target);
      const place = `${account}/${region}`;
      if (places.has(place) || (known !== undefined && known.detailedStatus !== "FAILED_IMPORT"))
        throw invalidOperation(
          `StackSet ${latest.name} already has an instance in account ${account} and region ${region}`,
        );
      places.add(place);
      if (stackSetOfStack(tx, administrator, importedStackId) !== undefined)
        throw invalidOperation(`Stack ${importedStackId} already belongs to a stack set`);
    }
    const operation = { id, action: "CREATE" as const, isImport: true, preferences, ...rolesKept(latest) };
    startOperation(tx, context, administrator, latest, operation, targets);
    return { OperationId: id };
  });
}

async function readStackIds({ context }: Call, { StackIds, StackIdsUrl }: ImportRequest): Promise<string[]> {
  if ((StackIds === undefined) === (StackIdsUrl === undefined))
    throw validationError("Specify either StackIds or StackIdsUrl.");
  const tooLarge = `StackIdsUrl may not exceed ${LIST_BYTES} bytes in size.`;
  const limits = { name: "StackIdsUrl", maxBytes: LIST_BYTES, tooLarge };
  const listed =
    StackIdsUrl === undefined ? (StackIds ?? []) : (await readObjectText(StackIdsUrl, context, limits)).split(/[\s,]+/);
  const ids = [...new Set(listed.filter((stackId) => stackId !== ""))];
  if (ids.length === 0) throw validationError("You must specify at least one stack id.");
  if (ids.length > MOST_STACKS) throw limitExceeded(`At most ${MOST_STACKS} stacks can be imported at a time`);
  return ids;
}

async function readUnits(
  { context, administrator }: Call,
  { permissionModel }: StackSetRecord,
  unitIds: readonly string[],
): Promise<Map<string, string>> {
  const unitOf = new Map<string, string>();
  if (permissionModel === "SELF_MANAGED" && unitIds.length > 0)
    throw validationError(
      "OrganizationalUnitIds can be specified for stack sets with SERVICE_MANAGED permission model only",
    );
  if (permissionModel === "SELF_MANAGED") return unitOf;
  await requireTrust(context, administrator);
  for (const unitId of unitIds)
    for (const account of await accountsBelow(context, administrator, unitId))
      if (!unitOf.has(account)) unitOf.set(account, unitId);
  return unitOf;
}

/** Throws for a stack that is not there. What the roles do not reach fails in the operation, with AWS's sentence. */
async function requireStack(call: Call, stackSet: StackSetRecord, operationId: string, stackId: string): Promise<void> {
  try {
    const { aws } = await reach(call, stackSet, operationId, placeOfStack(stackId));
    const { Stacks = [] } = await aws.cloudFormation.describeStacks({ StackName: stackId });
    if (Stacks[0]?.StackStatus === "DELETE_COMPLETE") throw stackNotFound(stackId);
  } catch (error) {
    if (error instanceof NoAccess) return;
    if (error instanceof AwsError && error.message === `Stack with id ${stackId} does not exist`)
      throw stackNotFound(stackId);
    if (!(error instanceof AwsError) || error.code !== "AccessDenied") throw error;
  }
}

/**
 * What the instance of an imported stack is: its stack, and as overrides the parameters in which it differs. The wordings are inferred.
 * DEVIATION: how AWS compares templates is not documented; here they have to mean the same.
 */
export async function importedInstance(
  place: InstancePlace,
  stackSet: StackSetRecord,
  stackId: string,
): Promise<Pick<StackInstanceRecord, "stackId" | "stackName" | "overrides">> {
  const { yard, scope, aws } = place;
  const stack = await settledStack(place, stackId);
  const status = stack?.StackStatus ?? "DELETE_COMPLETE";
  if (!/^(?:CREATE|UPDATE|IMPORT|UPDATE_ROLLBACK|IMPORT_ROLLBACK)_COMPLETE$/.test(status))
    throw new StackFailure(`Stack ${stackId} is in ${status} state and can not be imported.`);
  const { TemplateBody = "" } = await refused(
    aws.cloudFormation.getTemplate({ StackName: stackId, TemplateStage: "Original" }),
  );
  if (!isSame(templateOfText(TemplateBody).body, templateOfText(stackSet.templateText).body))
    throw new StackFailure(`The template of stack ${stackId} differs from the template of the stack set.`);
  const texts = yard.store.read<ParameterTexts>((tx) => {
    const record = findStack(tx, scope, stackId);
    return record === undefined ? {} : (deploymentOf(tx, scope, record)?.parameters ?? {});
  });
  const overrides: Record<string, string> = {};
  for (const [name, value] of Object.entries(texts))
    if (memberOf(stackSet.parameters, name) !== value) setMember(overrides, name, value);
  return { stackId, stackName: stack?.StackName ?? "", overrides };
}

/** The template and the parameters of a stack that a new stack set begins with. */
export async function startingPoint(
  call: Call,
  stackSet: Parameters<typeof reach>[1],
  stackId: string,
): Promise<{ readonly text: string; readonly parameters: StackSetRecord["parameters"] }> {
  const operation: Pick<StackSetOperationRecord, "id"> = { id: call.context.random.uuid() };
  const scope = placeOfStack(stackId);
  try {
    const { aws } = await reach(call, stackSet, operation.id, scope);
    const asked = { StackName: stackId, TemplateStage: "Original" as const };
    const { TemplateBody: text = "" } = await aws.cloudFormation.getTemplate(asked);
    const parameters = call.context.store.read<ParameterTexts>((tx) => {
      const record = findStack(tx, scope, stackId);
      return record === undefined ? {} : (deploymentOf(tx, scope, record)?.parameters ?? {});
    });
    return { text, parameters };
  } catch (error) {
    if (error instanceof NoAccess) throw validationError(error.message);
    throw error;
  }
}
