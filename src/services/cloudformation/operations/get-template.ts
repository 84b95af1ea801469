// GetTemplate.

import type { GetTemplateCommandInput, GetTemplateCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireChangeSet } from "../change-sets.ts";
import { validationError } from "../errors.ts";
import { findStack } from "../repo.ts";
import { deploymentOf } from "../stacks.ts";

/** A stack's or a change set's template: as it was sent, or after its transforms. */
export const getTemplate = defineOperation<Input<GetTemplateCommandInput>, GetTemplateCommandOutput>(
  "GetTemplate",
  ({ StackName: stackName, ChangeSetName: changeSetName, TemplateStage: stage = "Original" }, context) =>
    context.store.read((tx) => {
      let deployment;
      if (changeSetName !== undefined) {
        ({ deployment } = requireChangeSet(tx, context, changeSetName, stackName));
      } else {
        if (stackName === undefined) throw validationError("StackName is required if ChangeSetName is not specified.");
        const stack = findStack(tx, context, stackName);
        if (stack === undefined) throw validationError(`Stack with id ${stackName} does not exist`);
        deployment = deploymentOf(tx, context, stack);
      }
      // AWS: observed by tools (cdklabs/awscdk-v1-stack-finder issue 273): a stack that only has a change set yet has an
      // empty template; it is no error, and `cdk deploy` goes on from there.
      if (deployment === undefined) return { TemplateBody: "", StagesAvailable: [] };
      const isPlain = deployment.isTransformed !== true;
      return {
        TemplateBody: stage === "Original" || isPlain ? deployment.templateText : JSON.stringify(deployment.template),
        StagesAvailable: ["Original" as const, "Processed" as const],
      };
    }),
);
