// What a deployment would change: evaluates it against what stands, without acting. A value that only a new resource will
// have is unknown, and so is all that is computed from it.

import type { AwsApis } from "../../../service/apis.ts";
import type { Scope } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import type { DeploymentRecord, PlannedChange, PlannedDetail, ResourceRecord, StackRecord } from "../records.ts";
import { findExport, loadResources } from "../repo.ts";
import type { PropertyChange } from "../schema/replacement.ts";
import { loadResourceSchema } from "../schema/resource-schema.ts";
import { evaluate, UNKNOWN } from "../template/evaluate.ts";
import { referencesIn } from "../template/references.ts";
import type { DeletionPolicy, Template } from "../template/template.ts";
import { isSame } from "../template/values.ts";
import type { FindResourceType } from "../template/validate.ts";
import { decide } from "./decide.ts";
import { activeOutputs, knownResource, openTarget } from "./desired.ts";
import type { Target } from "./desired.ts";
import type { KnownResource } from "./scope.ts";
import type { Desired } from "./steps.ts";

export interface Plan {
  readonly changes: readonly PlannedChange[];
  /** False where deploying would do nothing at all: AWS then refuses. */
  readonly hasChanges: boolean;
}

/** Plans a deployment of a stack. Rejects with a ValidationError where a function cannot be evaluated. */
export async function planChanges(options: {
  readonly read: <T>(work: (tx: ReadTx) => T extends PromiseLike<unknown> ? never : T) => T;
  readonly scope: Scope;
  readonly stack: StackRecord;
  readonly previous: DeploymentRecord | undefined;
  readonly deployment: DeploymentRecord;
  readonly findType: FindResourceType;
  readonly aws: AwsApis;
}): Promise<Plan> {
  const { read, scope, stack, deployment, previous, findType, aws } = options;
  const records = read<Map<string, ResourceRecord>>((tx) => loadResources(tx, scope, stack.stackId));
  const isStanding = (record: ResourceRecord | undefined): record is ResourceRecord =>
    record !== undefined && record.current.physicalId !== undefined && !/^CREATE_FAILED|^DELETE/.test(record.status);
  const open: Set<string> = new Set();
  const resource = (logicalId: string): KnownResource => {
    const record = records.get(logicalId);
    return open.has(logicalId) || !isStanding(record) ? UNKNOWN : knownResource(record);
  };
  const target = openTarget({
    deployment,
    stack,
    scope,
    resource,
    findExport: (name) => read((tx) => findExport(tx, scope, name)),
  });

  const changes: PlannedChange[] = [];
  for (const logicalId of inOrder(target)) {
    const record = records.get(logicalId);
    const desired = await target.desired(logicalId, aws);
    if (!isStanding(record)) {
      open.add(logicalId);
      changes.push({ action: "Add", logicalId, typeName: desired.typeName, details: [] });
      continue;
    }
    const decision = decide(record.current, desired.properties, findType(desired.typeName));
    const details = [
      ...decision.changes.map((change) => describeChange(change, target, previous, deployment, record)),
      ...noteChanges(record, desired),
    ];
    if (decision.kind === "replace") open.add(logicalId);
    if (details.length === 0) continue;
    changes.push({
      action: "Modify",
      logicalId,
      typeName: desired.typeName,
      ...(record.current.physicalId === undefined ? {} : { physicalId: record.current.physicalId }),
      replacement:
        decision.kind === "replace"
          ? "True"
          : decision.changes.some((change) => change.requiresRecreation === "Conditionally")
            ? "Conditional"
            : "False",
      ...(decision.kind === "replace" ? { policyAction: replaceAction(desired.updateReplacePolicy) } : {}),
      details,
    });
  }
  for (const [logicalId, record] of records) {
    if (target.graph.has(logicalId) || !isStanding(record)) continue;
    const { typeName, physicalId, deletionPolicy } = record.current;
    changes.push({
      action: "Remove",
      logicalId,
      typeName,
      ...(physicalId === undefined ? {} : { physicalId }),
      policyAction: deletionPolicy === "RetainExceptOnCreate" ? "Retain" : deletionPolicy,
      details: [],
    });
  }
  const hasChanges =
    changes.length > 0 ||
    !isSame(previous?.tags ?? {}, deployment.tags) ||
    !isSame(previous?.template["Outputs"], deployment.template["Outputs"]) ||
    hasOutputChanges(target, stack);
  return { changes, hasChanges };
}

/** A resource behind all that it needs; otherwise in the template's order. */
function inOrder(target: Target): string[] {
  const ordered = new Set<string>();
  const visit = (logicalId: string): void => {
    if (ordered.has(logicalId)) return;
    for (const needed of target.graph.get(logicalId) ?? []) visit(needed);
    ordered.add(logicalId);
  };
  for (const logicalId of target.graph.keys()) visit(logicalId);
  return [...ordered];
}

function hasOutputChanges(target: Target, stack: StackRecord): boolean {
  const values = activeOutputs(target.template, target.scope).map((output) => [
    output.name,
    evaluate(output.value, target.scope),
    output.exportName === undefined ? undefined : evaluate(output.exportName, target.scope),
  ]);
  const before = stack.outputs.map((output) => [output.name, output.value, output.exportName]);
  return (
    values.length !== before.length ||
    values.some(([name, value, exportName]) => {
      const old = before.find(([other]) => other === name);
      return old === undefined || old[1] !== String(value) || old[2] !== exportName;
    })
  );
}

function noteChanges(record: ResourceRecord, desired: Desired): PlannedDetail[] {
  const details: PlannedDetail[] = [];
  const add = (attribute: PlannedDetail["attribute"]): void => {
    details.push({ attribute, requiresRecreation: "Never", source: "DirectModification", isDynamic: false });
  };
  if (!isSame(record.metadata, desired.metadata)) add("Metadata");
  if (record.current.deletionPolicy !== desired.deletionPolicy) add("DeletionPolicy");
  if (record.current.updateReplacePolicy !== desired.updateReplacePolicy) add("UpdateReplacePolicy");
  return details;
}

/** Says what makes a property change: its text, a parameter, or a resource that it refers to. */
function describeChange(
  change: PropertyChange,
  target: Target,
  previous: DeploymentRecord | undefined,
  deployment: DeploymentRecord,
  record: ResourceRecord,
): PlannedDetail {
  const { template } = target;
  const schema = loadResourceSchema(record.current.typeName);
  const isTags = schema?.tagProperty === change.name;
  const base = {
    attribute: isTags ? ("Tags" as const) : ("Properties" as const),
    ...(isTags ? {} : { name: change.name }),
    requiresRecreation: change.requiresRecreation,
  };
  const written = writtenProperty(template, record.logicalId, change.name);
  const before = (
    previous?.template["Resources"] as Record<string, { Properties?: Record<string, unknown> }> | undefined
  )?.[record.logicalId]?.Properties?.[change.name];
  if (isSame(written, before)) {
    for (const reference of referencesIn(written, target.scope.conditions)) {
      const { kind, name } = reference;
      if (template.parameters.has(name) && previous?.parameters[name] !== deployment.parameters[name]) {
        return { ...base, source: "ParameterReference", causingEntity: name, isDynamic: false };
      }
      if (template.resources.has(name) && kind === "ref") {
        return { ...base, source: "ResourceReference", causingEntity: name, isDynamic: true };
      }
      if (template.resources.has(name) && kind === "attribute") {
        return {
          ...base,
          source: "ResourceAttribute",
          causingEntity: `${name}.${reference.attribute ?? ""}`,
          isDynamic: true,
        };
      }
    }
  }
  return { ...base, source: "DirectModification", isDynamic: false };
}

function writtenProperty(template: Template, logicalId: string, name: string): unknown {
  return template.resources.get(logicalId)?.properties[name];
}

function replaceAction(policy: DeletionPolicy): NonNullable<PlannedChange["policyAction"]> {
  if (policy === "Retain" || policy === "RetainExceptOnCreate") return "ReplaceAndRetain";
  return policy === "Snapshot" ? "ReplaceAndSnapshot" : "ReplaceAndDelete";
}
