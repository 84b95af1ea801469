// The step of an import: an existing resource becomes the stack's. Its configuration stays as it is; only tags are put on it. AWS: "Import AWS
// resources into a CloudFormation stack".

import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import type { ImportedResource, Incarnation, ResourceRecord } from "../records.ts";
import { deleteResource, saveResource } from "../repo.ts";
import { schemaOf } from "../schema/resource-schema.ts";
import { resourceFailure } from "./failure.ts";
import { isTaggable, withTags } from "./stack-tags.ts";
import { addEvent, draft, lockImports, requireType, shownOf } from "./steps.ts";
import type { Desired } from "./steps.ts";
import { journal, resourceContext } from "./work.ts";
import type { Work } from "./work.ts";

/** Takes a resource over that exists already. */
export function importResource(
  work: Work,
  logicalId: string,
  desired: Desired,
  imported: ImportedResource,
  isStopped: () => boolean,
): Promise<boolean> {
  const started = draft(work, logicalId, desired, "IMPORT_IN_PROGRESS");
  const record = { ...started, current: { ...started.current, physicalId: imported.physicalId } };
  journal(work, (tx) => {
    saveResource(tx, work.scope, work.stackId, record);
    lockImports(tx, work, record.current.imports);
    // AWS: these reasons, here and below, as observed.
    addEvent(tx, work, { ...eventOf(record), status: "IMPORT_IN_PROGRESS", reason: "Resource import started." });
  });
  return resumeImport(work, record, isStopped);
}

/** Takes up an import that began, from its start or from the tags on. */
export async function resumeImport(work: Work, started: ResourceRecord, isStopped: () => boolean): Promise<boolean> {
  const { logicalId, current } = started;
  const type = requireType(work, current.typeName);
  const physicalId = current.physicalId ?? "";
  const context = resourceContext(work, logicalId, current, ignore);
  const canTag = isTaggable(type);
  let record = started;
  try {
    const live = await type.read(physicalId, context, current.properties);
    if (live === undefined) return fail(work, record, notFound(current));
    // Where there are tags to be put on, the import is complete before: AWS shows them as an update of their own.
    if (canTag && record.status === "IMPORT_IN_PROGRESS") record = beginTags(work, record);
    const { attributes } = await describeImported(work, current, live, context);
    if (isStopped()) return fail(work, record, "Resource import cancelled");
    succeed(work, { ...record, current: { ...current, attributes } });
    return true;
  } catch (error) {
    return fail(work, record, resourceFailure(work, current, error));
  }
}

/** Lets go of a resource that this operation took over: the stack forgets it, and takes its tags off. */
export async function releaseImported(work: Work, record: ResourceRecord): Promise<boolean> {
  const { logicalId, current } = record;
  const event = eventOf(record);
  if (record.status !== "IMPORT_ROLLBACK_IN_PROGRESS") {
    journal(work, (tx) => {
      saveResource(tx, work.scope, work.stackId, { ...record, status: "IMPORT_ROLLBACK_IN_PROGRESS" });
      addEvent(tx, work, { ...event, status: "IMPORT_ROLLBACK_IN_PROGRESS" });
    });
  }
  let reason: string | undefined;
  try {
    // What was never the stack's has no tags of it.
    if (record.status !== "IMPORT_FAILED" && record.status !== "CREATE_FAILED") await untag(work, logicalId, current);
  } catch (error) {
    reason = resourceFailure(work, current, error);
  }
  journal(work, (tx) => {
    if (reason === undefined) {
      deleteResource(tx, work.scope, work.stackId, logicalId);
      addEvent(tx, work, { ...event, status: "IMPORT_ROLLBACK_COMPLETE" });
    } else {
      saveResource(tx, work.scope, work.stackId, {
        ...record,
        status: "IMPORT_ROLLBACK_FAILED",
        statusReason: reason,
      });
      addEvent(tx, work, { ...event, status: "IMPORT_ROLLBACK_FAILED", reason });
    }
  });
  return reason === undefined;
}

/**
 * What the template says of a resource, with what it really is wherever the resource type can tell: given to an update as both
 * the old and the new, it changes nothing.
 */
function asFound(declared: Properties, live: Properties): Properties {
  return Object.fromEntries(Object.entries(declared).map(([name, value]) => [name, live[name] ?? value]));
}

/** Like asFound, with the resource's own tags, which the template need not know. */
function asFoundWithTags(type: ResourceType, declared: Properties, live: Properties): Properties {
  const property = schemaOf(type, type.typeName)?.tagProperty;
  const found = asFound(declared, live);
  return property === undefined || live[property] === undefined ? found : { ...found, [property]: live[property] };
}

/** Puts the stack's tags on the resource where its type has tags, and finds its attributes. */
async function describeImported(
  work: Work,
  current: Incarnation,
  live: Properties,
  context: ResourceContext,
): Promise<ResourceState> {
  const type = requireType(work, current.typeName);
  const physicalId = current.physicalId ?? "";
  const found = asFoundWithTags(type, current.properties, live);
  if (type.update !== undefined) return type.update(physicalId, found, found, context);
  const { attributes: names = [], identifier = [] } = schemaOf(type, current.typeName) ?? {};
  const known = names.map(
    (name) => [name, live[name] ?? (identifier.includes(name) ? physicalId : undefined)] as const,
  );
  const attributes = Object.fromEntries(known.filter(([, value]) => value !== undefined));
  return { physicalId, attributes: { ...attributes, ...type.attributesOf?.(physicalId, live) } };
}

async function untag(work: Work, logicalId: string, current: Incarnation): Promise<void> {
  const type = requireType(work, current.typeName);
  if (type.update === undefined || !isTaggable(type)) return;
  const context = resourceContext(work, logicalId, current, ignore);
  const physicalId = current.physicalId ?? "";
  const live = await type.read(physicalId, context, current.properties);
  if (live === undefined) return;
  const found = asFoundWithTags(type, current.properties, live);
  await type.update(physicalId, found, withTags(type, found, context.tags), { ...context, tags: {} });
}

const COMPLETED = "Resource import completed.";

function beginTags(work: Work, record: ResourceRecord): ResourceRecord {
  const event = eventOf(record);
  const imported: ResourceRecord = { ...record, status: "UPDATE_IN_PROGRESS" };
  journal(work, (tx) => {
    saveResource(tx, work.scope, work.stackId, imported);
    const properties = shownOf(record.current);
    addEvent(tx, work, { ...event, status: "IMPORT_COMPLETE", reason: COMPLETED, properties });
    const tagging = "Apply stack-level tags to imported resource if applicable.";
    addEvent(tx, work, { ...event, status: "UPDATE_IN_PROGRESS", reason: tagging, properties });
  });
  return imported;
}

function succeed(work: Work, record: ResourceRecord): void {
  const hasTags = record.status === "UPDATE_IN_PROGRESS";
  const status = hasTags ? "UPDATE_COMPLETE" : "IMPORT_COMPLETE";
  journal(work, (tx) => {
    saveResource(tx, work.scope, work.stackId, { ...record, status, updatedAtMs: work.yard.clock.nowMs() });
    const reason = hasTags ? undefined : COMPLETED;
    addEvent(tx, work, { ...eventOf(record), status, reason, properties: shownOf(record.current) });
  });
}

function fail(work: Work, record: ResourceRecord, reason: string): boolean {
  const status = record.status === "IMPORT_IN_PROGRESS" ? "IMPORT_FAILED" : "UPDATE_FAILED";
  journal(work, (tx) => {
    saveResource(tx, work.scope, work.stackId, { ...record, status, statusReason: reason });
    addEvent(tx, work, { ...eventOf(record), status, reason, properties: shownOf(record.current) });
  });
  return false;
}

function notFound({ typeName, physicalId, token }: Incarnation): string {
  const message = `Resource of type '${typeName}' with identifier '${physicalId ?? ""}' was not found.`;
  return `Resource handler returned message: "${message}" (RequestToken: ${token}, HandlerErrorCode: NotFound)`;
}

function eventOf({ logicalId, current }: ResourceRecord) {
  return { logicalId, physicalId: current.physicalId, typeName: current.typeName };
}

function ignore(): void {
  // An imported resource has its physical id already.
}
