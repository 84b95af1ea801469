// UpdateStackSet.

import type { UpdateStackSetCommandInput, UpdateStackSetCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input, Output } from "../../../../service/apis.ts";
import type { Scope } from "../../../../service/context.ts";
import { defineOperation } from "../../../../service/service.ts";
import type { WriteTx } from "../../../../store/store.ts";
import { readTags } from "../../engine/prepare.ts";
import { readTemplateText } from "../../engine/template-source.ts";
import { validationError } from "../../errors.ts";
import { isSame } from "../../template/values.ts";
import type { TypesOf } from "../../template/validate.ts";
import { invalidOperation, instanceNotFound } from "../errors.ts";
import { administratorOf, requireActive } from "../find.ts";
import { readAutoDeployment } from "../auto-deployment.ts";
import { requireTrust } from "../organization.ts";
import { readPreferences } from "../preferences.ts";
import type { StackSetRecord } from "../records.ts";
import { listInstances, listOperations, saveInstance, saveStackSet } from "../repo.ts";
import { isUnfinished, requireIdle, rolesKept, startOperation } from "../start.ts";
import { readNamed } from "../instances.ts";
import { existing, instancesAsTargets, product } from "../targets.ts";
import { checkTemplate } from "../template.ts";

/** Changes the stack set at once, and its instances, all or those that the request names, by an operation. */
export const updateStackSet = (typesOf: TypesOf) =>
  defineOperation<Input<UpdateStackSetCommandInput>, UpdateStackSetCommandOutput>(
    "UpdateStackSet",
    async (input, context) => {
      const administrator = await administratorOf(context, input.CallAs);
      const stackSet = context.store.read<StackSetRecord>((tx) => requireActive(tx, administrator, input.StackSetName));
      requireModelMembers(input, stackSet);
      const preferences = readPreferences(input.OperationPreferences);
      const source = await readTemplateText(input, context, stackSet.templateText);
      const parameters = checkTemplate({
        source,
        findType: typesOf(context, context),
        permissionModel: stackSet.permissionModel,
        parameters: input.Parameters ?? [],
        previous: stackSet.parameters,
        capabilities: input.Capabilities ?? [],
      });
      if (stackSet.permissionModel === "SERVICE_MANAGED") await requireTrust(context, administrator);
      const autoDeployment =
        input.AutoDeployment === undefined
          ? stackSet.autoDeployment
          : readAutoDeployment(context, administrator, input.AutoDeployment, stackSet);
      const named = isNarrowed(input)
        ? await readNamed({ context, administrator }, stackSet, input, "UPDATE")
        : undefined;
      const id = input.OperationId ?? context.random.uuid();
      return context.store.write<Output<UpdateStackSetCommandOutput>>((tx) => {
        const latest = requireActive(tx, administrator, input.StackSetName);
        requireIdle(tx, administrator, latest, id);
        const kept = autoDeployment === undefined ? latest : { ...latest, autoDeployment };
        const changed = changedBy(input, kept, { text: source.text, parameters, nowMs: context.clock.nowMs() });
        if (changed.hasManagedExecution !== latest.hasManagedExecution) requireNothingRuns(tx, administrator, latest);
        // AWS: "Stacks in this state are excluded from further UpdateStackSet operations."
        const all = listInstances(tx, administrator, latest.id).filter(({ status }) => status !== "INOPERABLE");
        let targets = instancesAsTargets(all, preferences);
        if (named !== undefined) {
          const { found, missing } = existing(tx, administrator, latest, product(named, preferences));
          const [first] = missing;
          // Of a unit's accounts those count that have instances.
          if (first !== undefined && named.record === undefined)
            throw instanceNotFound(latest.id, first.account, first.region);
          targets = found;
        }
        saveStackSet(tx, administrator, changed);
        const isOutdated = changed.templateText !== latest.templateText || !isSame(parameters, latest.parameters);
        if (isOutdated) outdate(tx, administrator, latest);
        startOperation(
          tx,
          context,
          administrator,
          changed,
          {
            id,
            action: "UPDATE",
            preferences,
            ...(named?.record === undefined ? {} : { deploymentTargets: named.record }),
            ...rolesKept(changed),
          },
          targets,
        );
        return { OperationId: id };
      });
    },
  );

function isNarrowed({ Accounts, Regions, DeploymentTargets }: Input<UpdateStackSetCommandInput>): boolean {
  return (Accounts ?? []).length > 0 || (Regions ?? []).length > 0 || DeploymentTargets !== undefined;
}

function changedBy(
  input: Input<UpdateStackSetCommandInput>,
  latest: StackSetRecord,
  { text, parameters, nowMs }: { text: string; parameters: StackSetRecord["parameters"]; nowMs: number },
): StackSetRecord {
  const { Description, Tags, AdministrationRoleARN, ExecutionRoleName, ManagedExecution } = input;
  return {
    ...latest,
    ...(Description === undefined ? {} : { description: Description }),
    templateText: text,
    parameters,
    capabilities: input.Capabilities ?? [],
    // AWS: "If you don't specify this parameter, CloudFormation doesn't modify the StackSet's tags."
    ...(Tags === undefined ? {} : { tags: readTags(Tags) }),
    ...(AdministrationRoleARN === undefined ? {} : { administrationRoleArn: AdministrationRoleARN }),
    ...(ExecutionRoleName === undefined ? {} : { executionRoleName: ExecutionRoleName }),
    ...(ManagedExecution === undefined ? {} : { hasManagedExecution: ManagedExecution.Active === true }),
    updatedAtMs: nowMs,
  };
}

/** AWS: "marks all stack instances with a status of OUTDATED prior to updating the stack instances in the specified accounts and Regions". */
function outdate(tx: WriteTx, administrator: Scope, { id }: StackSetRecord): void {
  for (const instance of listInstances(tx, administrator, id))
    if (instance.status === "CURRENT") saveInstance(tx, administrator, id, { ...instance, status: "OUTDATED" });
}

/** AWS: "You can't modify your StackSet's execution configuration while there are running or queued operations"; the wording is inferred. */
function requireNothingRuns(tx: WriteTx, administrator: Scope, { id }: StackSetRecord): void {
  if (listOperations(tx, administrator, id).some((each) => isUnfinished(each)))
    throw invalidOperation("ManagedExecution cannot be changed while there are running or queued operations");
}

/** AWS: "PermissionModel": it is not changed while there are instances; the wordings are inferred. */
function requireModelMembers(input: Input<UpdateStackSetCommandInput>, { permissionModel }: StackSetRecord): void {
  if (input.PermissionModel !== undefined && input.PermissionModel !== permissionModel)
    throw validationError("The PermissionModel of a stack set cannot be changed");
  const isServiceManaged = permissionModel === "SERVICE_MANAGED";
  if (isServiceManaged && (input.AdministrationRoleARN !== undefined || input.ExecutionRoleName !== undefined))
    throw validationError(
      "AdministrationRoleARN and ExecutionRoleName can be specified for stack sets with SELF_MANAGED permission model only",
    );
  if (!isServiceManaged && input.AutoDeployment !== undefined)
    throw validationError("AutoDeployment can be specified for stack sets with SERVICE_MANAGED permission model only");
}
