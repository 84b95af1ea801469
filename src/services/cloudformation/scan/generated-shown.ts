// Generated templates for operations: found, and in the shapes of the API.

import type { ResourceDetail, TemplateSummary } from "@aws-sdk/client-cloudformation";
import type { Scope } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import { generatedTemplateNotFound, generationInProgress } from "../errors.ts";
import { isGenerating } from "./generate.ts";
import type { GeneratedResource, GeneratedTemplateRecord } from "./records.ts";
import { findGenerated } from "./repo.ts";

/** The template of that name or ARN. */
export function requireGenerated(tx: ReadTx, scope: Scope, nameOrId: string): GeneratedTemplateRecord {
  const generated = findGenerated(tx, scope, nameOrId);
  if (generated === undefined) throw generatedTemplateNotFound(nameOrId);
  return generated;
}

/** The template if nothing works on it. AWS: one that is being generated is neither changed nor deleted; same code. */
export function requireIdle(tx: ReadTx, scope: Scope, nameOrId: string): GeneratedTemplateRecord {
  const generated = requireGenerated(tx, scope, nameOrId);
  if (isGenerating(generated)) {
    throw generationInProgress(`Generated template ${generated.name} is in ${generated.status} status.`);
  }
  return generated;
}

/** As ListGeneratedTemplates shows it. */
export function summarizeGenerated(generated: GeneratedTemplateRecord): TemplateSummary {
  return {
    GeneratedTemplateId: generated.templateId,
    GeneratedTemplateName: generated.name,
    Status: generated.status,
    StatusReason: generated.statusReason,
    CreationTime: new Date(generated.createdAtMs),
    LastUpdatedTime: new Date(generated.updatedAtMs),
    NumberOfResources: generated.resources.length,
  };
}

/** One resource as DescribeGeneratedTemplate shows it. */
export function describeGeneratedResource(resource: GeneratedResource): ResourceDetail {
  return {
    ResourceType: resource.typeName,
    LogicalResourceId: resource.logicalId,
    ResourceIdentifier: { ...resource.identifier },
    ResourceStatus: resource.status,
    ResourceStatusReason: resource.statusReason,
    Warnings: [...resource.warnings],
  };
}
