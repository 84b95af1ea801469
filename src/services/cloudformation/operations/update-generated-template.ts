// UpdateGeneratedTemplate.

import type {
  UpdateGeneratedTemplateCommandInput,
  UpdateGeneratedTemplateCommandOutput,
} from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { generatedTemplateExists, validationError } from "../errors.ts";
import { chosenResources, startGeneration } from "../scan/generate.ts";
import { requireIdle } from "../scan/generated-shown.ts";
import { findGenerated } from "../scan/repo.ts";

/** Renames a template, changes its policies, adds and removes resources, or reads them all again. */
export const updateGeneratedTemplate = defineOperation<
  Input<UpdateGeneratedTemplateCommandInput>,
  UpdateGeneratedTemplateCommandOutput
>("UpdateGeneratedTemplate", (input, context) =>
  context.store.write((tx) => {
    const generated = requireIdle(tx, context, input.GeneratedTemplateName);
    const { AddResources = [], RemoveResources = [], RefreshAllResources, TemplateConfiguration = {} } = input;
    const { NewGeneratedTemplateName: name = generated.name } = input;
    const other = findGenerated(tx, context, name);
    if (other !== undefined && other.templateId !== generated.templateId) throw generatedTemplateExists(name);
    const missing = RemoveResources.filter((logicalId) =>
      generated.resources.every((resource) => resource.logicalId !== logicalId),
    );
    // AWS: the wording is inferred.
    if (missing.length > 0) throw validationError(`Resources [${missing.join(", ")}] are not in the template`);
    const kept = generated.resources
      .filter(({ logicalId }) => !RemoveResources.includes(logicalId))
      .map((resource) => {
        if (RefreshAllResources !== true && resource.status === "COMPLETE") return resource;
        const { statusReason: _reason, ...others } = resource;
        return { ...others, status: "PENDING" as const };
      });
    startGeneration(tx, context, {
      ...generated,
      name,
      status: "UPDATE_IN_PROGRESS",
      statusReason: "User Initiated",
      updatedAtMs: context.clock.nowMs(),
      configuration: { ...generated.configuration, ...TemplateConfiguration },
      resources: [...kept, ...chosenResources(AddResources, kept, context)],
      principal: context.principal,
    });
    return { GeneratedTemplateId: generated.templateId };
  }),
);
