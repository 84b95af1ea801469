// CreateStackSet.

import type { CreateStackSetCommandInput, CreateStackSetCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input, Output } from "../../../../service/apis.ts";
import type { Scope } from "../../../../service/context.ts";
import { defineOperation } from "../../../../service/service.ts";
import type { ReadTx } from "../../../../store/store.ts";
import { readTags } from "../../engine/prepare.ts";
import { readTemplateText } from "../../engine/template-source.ts";
import { requireNewName, validationError } from "../../errors.ts";
import type { TypesOf } from "../../template/validate.ts";
import { createdButModified, limitExceeded, stackSetExists } from "../errors.ts";
import { administratorOf } from "../find.ts";
import { startingPoint } from "../import.ts";
import { readAutoDeployment } from "../auto-deployment.ts";
import { requireTrust } from "../organization.ts";
import type { StackSetRecord } from "../records.ts";
import { findStackSet, listStackSets, saveStackSet } from "../repo.ts";
import { checkTemplate } from "../template.ts";

// LIMIT: AWS: "StackSets quotas": stack sets in an administrator account.
const MOST_STACK_SETS = 1_000;

/** Makes a stack set without instances. */
export const createStackSet = (typesOf: TypesOf) =>
  defineOperation<Input<CreateStackSetCommandInput>, CreateStackSetCommandOutput>(
    "CreateStackSet",
    async (input, context) => {
      const {
        StackSetName: name,
        PermissionModel: permissionModel = "SELF_MANAGED",
        ClientRequestToken: token,
      } = input;
      requireNewName(name, "stackSetName");
      const administrator = await administratorOf(context, input.CallAs);
      // A repeated request is answered as the first one was.
      const repeated = context.store.read<string | null>(
        (tx) => repeatedCreation(tx, administrator, name, token) ?? null,
      );
      if (repeated !== null) return { StackSetId: repeated };
      requireModelMembers(input);
      if (permissionModel === "SERVICE_MANAGED") await requireTrust(context, administrator);
      const id = `${name}:${context.random.uuid()}`;
      const roles = {
        ...(input.AdministrationRoleARN === undefined ? {} : { administrationRoleArn: input.AdministrationRoleARN }),
        ...(input.ExecutionRoleName === undefined ? {} : { executionRoleName: input.ExecutionRoleName }),
      };
      const begun =
        input.StackId === undefined
          ? undefined
          : await startingPoint({ context, administrator }, { id, permissionModel, ...roles }, input.StackId);
      // The wording is inferred.
      if (begun !== undefined && (input.TemplateBody ?? input.TemplateURL) !== undefined)
        throw validationError("You can specify either a template or StackId, but not both.");
      const source =
        begun === undefined ? await readTemplateText(input, context) : { text: begun.text, file: undefined };
      const capabilities = input.Capabilities ?? [];
      const kept = Object.keys(begun?.parameters ?? {}).map((name) => ({ ParameterKey: name, UsePreviousValue: true }));
      const parameters = checkTemplate({
        source,
        findType: typesOf(context, context),
        permissionModel,
        parameters: input.Parameters ?? kept,
        previous: begun?.parameters ?? {},
        capabilities,
      });
      const stackSet: StackSetRecord = {
        v: 1,
        name,
        id,
        status: "ACTIVE",
        ...(input.Description === undefined ? {} : { description: input.Description }),
        templateText: source.text,
        parameters,
        capabilities,
        tags: readTags(input.Tags ?? []),
        permissionModel,
        ...roles,
        ...(input.AutoDeployment === undefined
          ? {}
          : { autoDeployment: readAutoDeployment(context, administrator, input.AutoDeployment) }),
        hasManagedExecution: input.ManagedExecution?.Active === true,
        targets: [],
        createdAtMs: context.clock.nowMs(),
        ...(token === undefined ? {} : { token }),
      };
      return context.store.write<Output<CreateStackSetCommandOutput>>((tx) => {
        // RACE: another request may have taken the name while this one read its template.
        const first = repeatedCreation(tx, administrator, name, token);
        if (first !== undefined) return { StackSetId: first };
        const active = listStackSets(tx, administrator).filter(({ status }) => status === "ACTIVE");
        if (active.length >= MOST_STACK_SETS)
          throw limitExceeded(`Number of StackSets cannot exceed ${MOST_STACK_SETS}`);
        saveStackSet(tx, administrator, stackSet);
        return { StackSetId: stackSet.id };
      });
    },
  );

/** The id of what an earlier request with this token made; throws where somebody else has the name. */
function repeatedCreation(
  tx: ReadTx,
  administrator: Scope,
  name: string,
  token: string | undefined,
): string | undefined {
  const existing = findStackSet(tx, administrator, name);
  if (existing === undefined) return undefined;
  if (token === undefined || existing.token !== token) throw stackSetExists(name);
  if (existing.updatedAtMs !== undefined) throw createdButModified();
  return existing.id;
}

/** AWS: "Valid only if the permissions model is ..."; the wordings are inferred. */
function requireModelMembers(input: Input<CreateStackSetCommandInput>): void {
  const isServiceManaged = input.PermissionModel === "SERVICE_MANAGED";
  if (isServiceManaged && (input.AdministrationRoleARN !== undefined || input.ExecutionRoleName !== undefined))
    throw validationError(
      "AdministrationRoleARN and ExecutionRoleName can be specified for stack sets with SELF_MANAGED permission model only",
    );
  // AWS: "Required if the permissions model is SERVICE_MANAGED."
  if (isServiceManaged && input.AutoDeployment?.Enabled === undefined)
    throw validationError("AutoDeployment is required for stack sets with SERVICE_MANAGED permission model");
  if (!isServiceManaged && input.AutoDeployment !== undefined)
    throw validationError("AutoDeployment can be specified for stack sets with SERVICE_MANAGED permission model only");
  if (!isServiceManaged && input.CallAs === "DELEGATED_ADMIN")
    throw validationError(
      "CallAs DELEGATED_ADMIN can be specified for stack sets with SERVICE_MANAGED permission model only",
    );
}
