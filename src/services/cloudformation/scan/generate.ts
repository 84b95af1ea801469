// Generates templates: started by an operation, run as a job that reads the chosen resources.

import type { ResourceDefinition } from "@aws-sdk/client-cloudformation";
import { AwsError } from "../../../kernel/errors.ts";
import type { Context, Scope, YardContext } from "../../../service/context.ts";
import type { Job, JobHandler, JobOutcome } from "../../../service/jobs.ts";
import type { ResourceIdentifier } from "../../../service/resource-type.ts";
import type { WriteTx } from "../../../store/store.ts";
import { importIdentifiers } from "../engine/plan-imports.ts";
import { generationInProgress, validationError } from "../errors.ts";
import { isRecord } from "../template/values.ts";
import type { FindResourceType, TypesOf } from "../template/validate.ts";
import { readIdentified } from "./probe.ts";
import type { Probe } from "./probe.ts";
import type { GeneratedResource, GeneratedTemplateRecord } from "./records.ts";
import { findGenerated, listGenerated, saveGenerated } from "./repo.ts";
import { makeLogicalId, warningsOf, writeTemplate } from "./template.ts";

const GENERATE = "cloudformation/generate-template";
// AWS: API reference, CreateGeneratedTemplate, Errors.
const MOST_AT_ONCE = 5;

/** True while a job works on the template. */
export function isGenerating({ status }: GeneratedTemplateRecord): boolean {
  return status.endsWith("_PENDING") || status.endsWith("_IN_PROGRESS");
}

/** Writes a template that is to be generated and begins with it. */
export function startGeneration(tx: WriteTx, context: Context, generated: GeneratedTemplateRecord): void {
  const { account, region } = context;
  const scope = { account, region };
  if (listGenerated(tx, scope).filter(isGenerating).length >= MOST_AT_ONCE) {
    throw generationInProgress(
      `No more than ${MOST_AT_ONCE} generated templates can be in an InProgress or Pending status at one time.`,
    );
  }
  saveGenerated(tx, scope, generated);
  context.jobs.enqueue(tx, { ...scope, kind: GENERATE, payload: { templateId: generated.templateId } });
}

/** The request's resources, each with a logical id of its own. */
export function chosenResources(
  definitions: readonly ResourceDefinition[],
  present: readonly GeneratedResource[],
  context: Context,
): GeneratedResource[] {
  const taken = new Set(present.map(({ logicalId }) => logicalId));
  return definitions.map(({ ResourceType: typeName = "", ResourceIdentifier: identifier = {}, LogicalResourceId }) => {
    const expected = importIdentifiers(typeName);
    // AWS: the wording of these is inferred.
    if (expected.length === 0) throw validationError(`Resource type ${typeName} is not supported`);
    if ([...expected].sort().join() !== Object.keys(identifier).sort().join()) {
      throw validationError(`Invalid resource identifier for ${typeName}. Expected [${expected.join(", ")}]`);
    }
    const logicalId = LogicalResourceId ?? makeLogicalId(typeName, identifier, context.random);
    if (!/^[A-Za-z0-9]{1,255}$/.test(logicalId)) {
      throw validationError(`Resource name ${logicalId} is non alphanumeric.`);
    }
    if (taken.has(logicalId)) throw validationError(`Duplicate logical resource id ${logicalId}`);
    taken.add(logicalId);
    return { logicalId, typeName, identifier, status: "PENDING", warnings: [] };
  });
}

/** The handler of the jobs. */
export function generateHandler(typesOf: TypesOf): JobHandler {
  return { kind: GENERATE, run: (job, yard) => run(job, yard, typesOf(yard, job)) };
}

async function run(job: Job, yard: YardContext, findType: FindResourceType): Promise<JobOutcome> {
  const { account, region, payload } = job;
  const scope: Scope = { account, region };
  const templateId = isRecord(payload) ? String(payload["templateId"]) : "";
  const generated = yard.store.read((tx) => findGenerated(tx, scope, templateId));
  if (generated === undefined || !isGenerating(generated)) return "done";
  const probe: Probe = { yard, ...scope, aws: yard.as(generated.principal, scope), findType };
  const resources: GeneratedResource[] = [];
  for (const resource of generated.resources) {
    resources.push(resource.status === "PENDING" ? await readResource(probe, resource) : resource);
  }
  yard.store.write((tx) => {
    const standing = findGenerated(tx, scope, templateId);
    if (standing === undefined || !isGenerating(standing)) return;
    const failed = resources.filter(({ status }) => status === "FAILED");
    const read = { ...standing, resources, updatedAtMs: yard.clock.nowMs() };
    saveGenerated(
      tx,
      scope,
      failed.length === 0
        ? // AWS: as recorded.
          { ...read, status: "COMPLETE", statusReason: "All resources complete", template: writeTemplate(read, scope) }
        : { ...read, status: "FAILED", statusReason: `${failed.length} of ${resources.length} resources failed` },
    );
  });
  return "done";
}

async function readResource(probe: Probe, resource: GeneratedResource): Promise<GeneratedResource> {
  const { typeName, identifier } = resource;
  const fail = (statusReason: string): GeneratedResource => ({ ...resource, status: "FAILED", statusReason });
  try {
    const properties = await readIdentified(probe, typeName, identifier);
    if (properties === undefined) {
      return fail(`Resource of type '${typeName}' with identifier '${shown(identifier)}' was not found.`);
    }
    return { ...resource, status: "COMPLETE", properties, warnings: warningsOf(typeName) };
  } catch (error) {
    if (error instanceof AwsError) return fail(error.message);
    probe.yard.log.write("error", "cloudformation.generation-failed", { typeName, error });
    return fail("Internal Failure");
  }
}

function shown(identifier: ResourceIdentifier): string {
  return Object.values(identifier).join("|");
}
