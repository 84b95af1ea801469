// CreateStack.

import type { CreateStackCommandInput, CreateStackCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { actingPrincipal } from "../engine/acting-principal.ts";
import { shownIdOf } from "../engine/shown-operations.ts";
import { newStack, startDeployment } from "../engine/start.ts";
import { prepareDeployment } from "../engine/prepare.ts";
import { templateOf } from "../engine/scope.ts";
import { readPolicyText, readTemplateText } from "../engine/template-source.ts";
import { alreadyExists, requireNewName, validationError } from "../errors.ts";
import { findStack } from "../repo.ts";
import { disablesRollback } from "../deployment-config.ts";
import { requireStackPolicy } from "../stack-policy.ts";
import { isRepeated } from "../stacks.ts";
import type { TypesOf } from "../template/validate.ts";

/** Checks everything that can be checked before the first resource is made, then leaves the work to a job. */
export const createStack = (typesOf: TypesOf) =>
  defineOperation<Input<CreateStackCommandInput>, CreateStackCommandOutput>("CreateStack", async (input, context) => {
    const findType = typesOf(context, context);
    const { StackName: stackName, ClientRequestToken: token } = input;
    requireNewName(stackName, "stackName");
    const isKept = disablesRollback(input);
    if (isKept !== undefined && input.OnFailure !== undefined) {
      throw validationError("You can specify either DisableRollback or OnFailure, but not both.");
    }
    const existing = context.store.read((tx) => findStack(tx, context, stackName));
    if (existing !== undefined) {
      // A repeated request is answered as the first one was.
      if (isRepeated(existing, token, "create")) return { StackId: existing.stackId };
      throw alreadyExists(stackName);
    }
    const source = await readTemplateText(input, context);
    const deployment = await prepareDeployment({
      context,
      findType,
      source,
      request: input,
      previous: undefined,
      isDirect: true,
    });
    const onFailure = input.OnFailure ?? (isKept === true ? "DO_NOTHING" : "ROLLBACK");
    const policy = await readPolicyText(input, context);
    if (policy !== undefined) requireStackPolicy(policy, new Set(templateOf(deployment).resources.keys()));
    const stack = newStack(context, stackName, {
      ...(policy === undefined ? {} : { policy }),
      hasTerminationProtection: input.EnableTerminationProtection === true,
    });
    const principal = await actingPrincipal(context, input.RoleARN, stack.stackId);
    return context.store.write((tx) => {
      // RACE: another request may have taken the name while this one read its template.
      if (findStack(tx, context, stackName) !== undefined) throw alreadyExists(stackName);
      startDeployment(tx, context, stack, "create", deployment, {
        onFailure,
        principal,
        roleArn: input.RoleARN,
        token,
        timeoutMinutes: input.TimeoutInMinutes,
        retainsExceptOnCreate: input.RetainExceptOnCreate === true,
      });
      return { StackId: stack.stackId, OperationId: shownIdOf(tx, context, stack.stackId).operationId };
    });
  });
