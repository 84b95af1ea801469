// CreateGeneratedTemplate.

import type {
  CreateGeneratedTemplateCommandInput,
  CreateGeneratedTemplateCommandOutput,
} from "@aws-sdk/client-cloudformation";
import { formatArn } from "../../../kernel/arns.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { generatedTemplateExists } from "../errors.ts";
import { chosenResources, startGeneration } from "../scan/generate.ts";
import { findGenerated } from "../scan/repo.ts";
import { deploymentOf, requireStackNamed } from "../stacks.ts";

/** Begins a template of existing resources, from nothing or from a stack's template. */
export const createGeneratedTemplate = defineOperation<
  Input<CreateGeneratedTemplateCommandInput>,
  CreateGeneratedTemplateCommandOutput
>("CreateGeneratedTemplate", (input, context) =>
  context.store.write((tx) => {
    const { GeneratedTemplateName: name, Resources = [], StackName, TemplateConfiguration = {} } = input;
    if (findGenerated(tx, context, name) !== undefined) throw generatedTemplateExists(name);
    const stack = StackName === undefined ? undefined : requireStackNamed(tx, context, StackName);
    const base = stack && deploymentOf(tx, context, stack)?.template;
    const nowMs = context.clock.nowMs();
    // AWS: the API reference has it in lower case, but the service gives "generatedTemplate", as its templates show.
    const id = `generatedTemplate/${context.random.uuid()}`;
    const templateId = formatArn("cloudformation", context.region, context.account, id);
    startGeneration(tx, context, {
      v: 1,
      templateId,
      name,
      status: "CREATE_IN_PROGRESS",
      statusReason: "User Initiated",
      createdAtMs: nowMs,
      updatedAtMs: nowMs,
      // AWS: recorded: RETAIN where the request says nothing.
      configuration: { DeletionPolicy: "RETAIN", UpdateReplacePolicy: "RETAIN", ...TemplateConfiguration },
      resources: chosenResources(Resources, [], context),
      principal: context.principal,
      ...(stack === undefined ? {} : { stackId: stack.stackId }),
      ...(base === undefined ? {} : { baseTemplate: base }),
    });
    return { GeneratedTemplateId: templateId };
  }),
);
