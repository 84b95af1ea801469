// What a deployment would change: evaluates it against what stands, without acting. A value that only a new resource will
// have is unknown, and so is all that is computed from it.

import type { AwsApis } from "../../../service/apis.ts";
import type { Scope } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import type {
  DeploymentRecord,
  Imports,
  LiveResource,
  PlannedChange,
  PlannedDetail,
  ResourceRecord,
  StackRecord,
} from "../records.ts";
import { findExport, listImportsOf, loadResources } from "../repo.ts";
import { ignoredAttributes } from "../drift/ignored.ts";
import { asFound } from "../drift/revert.ts";
import { evaluate, UNKNOWN } from "../template/evaluate.ts";
import type { DeletionPolicy, ResourceDeclaration } from "../template/template.ts";
import { isRecord, isSame } from "../template/values.ts";
import { schemaOf } from "../schema/resource-schema.ts";
import type { FindResourceType } from "../template/validate.ts";
import { decide, NESTED_STACK } from "./decide.ts";
import type { Decision } from "./decide.ts";
import { activeOutputs, knownResource, openTarget } from "./desired.ts";
import type { Target } from "./desired.ts";
import { attributeDetails, contextOf, propertyDetails, withPrevious } from "./plan-details.ts";
import type { Fates } from "./plan-details.ts";
import { templateOf } from "./scope.ts";
import type { KnownResource } from "./scope.ts";
import type { StackOutputReader } from "./stack-outputs.ts";

export interface Plan {
  readonly changes: readonly PlannedChange[];
  /** False where deploying would do nothing at all: AWS then refuses. */
  readonly hasChanges: boolean;
  /** The resources that the stack does not have yet. */
  readonly added: readonly PlannedAddition[];
  /** True where something other than resources changes: tags, outputs, imports and so on. */
  readonly hasOtherChanges: boolean;
  /** The nested stacks that the stack has or gets. */
  readonly nestings: readonly PlannedNesting[];
}

/** A nested stack as it is to be; values that are not known yet are UNKNOWN. */
export interface PlannedNesting {
  readonly logicalId: string;
  readonly physicalId?: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface PlannedAddition {
  readonly logicalId: string;
  readonly typeName: string;
  /** As they are to be; values that are not known yet are UNKNOWN. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** True if the template says what becomes of it. */
  readonly hasPolicy: boolean;
  readonly deletionPolicy: DeletionPolicy;
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
  readonly readStackOutput: StackOutputReader;
  readonly imports?: Imports | undefined;
  /** Resources that are not as the stack made them. */
  readonly drifted?: Readonly<Record<string, LiveResource>> | undefined;
}): Promise<Plan> {
  const { read, scope, stack, deployment, previous, findType, aws, imports = {}, drifted = {} } = options;
  const kept = read<Map<string, ResourceRecord>>((tx) => loadResources(tx, scope, stack.stackId));
  const records = new Map([...kept].map(([logicalId, record]) => [logicalId, asFound(record, drifted[logicalId])]));
  const isStanding = (record: ResourceRecord | undefined): record is ResourceRecord =>
    record !== undefined &&
    record.current.physicalId !== undefined &&
    !/^(CREATE|IMPORT)_FAILED|^DELETE/.test(record.status);
  const fates = new Map<string, Fate>();
  const resource = (logicalId: string): KnownResource => {
    const record = records.get(logicalId);
    const fate = fates.get(logicalId);
    const isOpen = fate !== undefined && fate !== "changed";
    return isOpen || !isStanding(record) ? UNKNOWN : knownResource(record);
  };
  const target = openTarget({
    deployment,
    stack,
    scope,
    resource,
    findExport: (name) => read((tx) => findExport(tx, scope, name)),
    readStackOutput: options.readStackOutput,
    findType,
  });
  const declarations = previous === undefined ? undefined : templateOf(previous).resources;

  const changes: PlannedChange[] = [];
  const added: PlannedAddition[] = [];
  const nestings: PlannedNesting[] = [];
  for (const logicalId of inOrder(target)) {
    const record = records.get(logicalId);
    const desired = await target.desired(logicalId, aws);
    const declared = target.template.resources.get(logicalId);
    if (desired.typeName === NESTED_STACK) {
      const physicalId = isStanding(record) ? record.current.physicalId : undefined;
      nestings.push({ logicalId, properties: desired.properties, ...(physicalId === undefined ? {} : { physicalId }) });
    }
    const after = contextOf(desired.shownProperties ?? desired.properties, declared);
    if (!isStanding(record)) {
      const imported = imports[logicalId];
      fates.set(logicalId, imported === undefined ? "added" : "imported");
      const { typeName, properties, deletionPolicy } = desired;
      added.push({ logicalId, typeName, properties, deletionPolicy, hasPolicy: hasDeletionPolicy(declared) });
      changes.push({
        action: imported === undefined ? "Add" : "Import",
        logicalId,
        typeName,
        ...(imported === undefined ? {} : { physicalId: imported.physicalId }),
        after,
        details: [],
      });
      continue;
    }
    const type = findType(desired.typeName);
    const schema = schemaOf(type, record.current.typeName);
    const decision = decide(record.current, desired.properties, type, {
      before: record.current.stackTags ?? previous?.tags ?? {},
      after: deployment.tags,
    });
    const left = drifted[logicalId] === undefined ? undefined : kept.get(logicalId);
    const found = [
      ...propertyDetails({ changes: decision.changes, record, desired, target, previous, deployment, fates, schema }),
      ...attributeDetails(record, desired),
      ...(decision.isRetagged ? [RETAGGED] : []),
      ...(desired.typeName === NESTED_STACK ? [AUTOMATIC] : []),
    ];
    const details = left === undefined ? found : withPrevious(found, left);
    const replacement = replacementOf(decision, details);
    if (replacement === "True") fates.set(logicalId, "replaced");
    else if (replacement === "Conditional" && decision.kind === "replace") fates.set(logicalId, "perhaps replaced");
    else if (decision.kind === "update") fates.set(logicalId, "changed");
    // AWS: "ResourceChange", Action SyncWithActual: the template says what is live by now, which nobody has to change.
    const ignored =
      options.drifted === undefined ? [] : ignoredAttributes(desired.typeName, schema, record.current.properties);
    const isSynchronized = details.length === 0 && left !== undefined;
    if (details.length === 0 && !isSynchronized) continue;
    changes.push({
      action: isSynchronized ? "SyncWithActual" : "Modify",
      logicalId,
      typeName: desired.typeName,
      ...(record.current.physicalId === undefined ? {} : { physicalId: record.current.physicalId }),
      ...(isSynchronized ? {} : { replacement }),
      ...(ignored.length === 0 ? {} : { ignored }),
      ...(decision.kind === "replace" ? { policyAction: replaceAction(desired.updateReplacePolicy) } : {}),
      before: contextOf(record.current.shownProperties ?? record.current.properties, {
        metadata: record.metadata,
        source: declarations?.get(logicalId)?.source,
      }),
      after,
      ...(left === undefined
        ? {}
        : {
            previous: contextOf(left.current.shownProperties ?? left.current.properties, {
              metadata: left.metadata,
              source: declarations?.get(logicalId)?.source,
            }),
          }),
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
      before: contextOf(record.current.shownProperties ?? record.current.properties, {
        metadata: record.metadata,
        source: declarations?.get(logicalId)?.source,
      }),
      details: [],
    });
  }
  await target.readOutputs();
  const hasOtherChanges =
    !isSame(previous?.tags ?? {}, deployment.tags) ||
    !isSame(previous?.notificationArns ?? [], deployment.notificationArns ?? []) ||
    !isSame(previous?.rollback, deployment.rollback) ||
    !isSame(previous?.template["Outputs"], deployment.template["Outputs"]) ||
    hasOutputChanges(target, stack) ||
    // AWS: re:Post, "cannot be updated as it is in use by": to let go of an export, the importing stack is updated with the
    // export's value in place of the import. No resource changes by that, and yet it is an update.
    !isSame(read<string[]>((tx) => listImportsOf(tx, scope, stack.stackId)).sort(), [...target.imports()].sort());
  return { changes, hasChanges: changes.length > 0 || hasOtherChanges, hasOtherChanges, added, nestings };
}

type Fate = Fates extends ReadonlyMap<string, infer T> ? T : never;

/** The stack's tags alone: what the resource itself declares stays. */
const RETAGGED: PlannedDetail = {
  attribute: "Tags",
  requiresRecreation: "Never",
  source: "DirectModification",
  isDynamic: false,
};

/** AWS: "ResourceChangeDetail": Automatic is the source of changes of nested stacks, whose templates may have changed. */
const AUTOMATIC: PlannedDetail = {
  attribute: "Properties",
  requiresRecreation: "Never",
  source: "Automatic",
  isDynamic: true,
};

/**
 * AWS: "ResourceChange": Always with a static evaluation is True, with a dynamic one Conditional, for what makes the value change
 * may leave it as it is.
 */
function replacementOf(decision: Decision, details: readonly PlannedDetail[]): "True" | "False" | "Conditional" {
  if (decision.kind === "replace") {
    const causes = details.filter((detail) => detail.requiresRecreation === "Always");
    return causes.length > 0 && causes.every((detail) => detail.isDynamic) ? "Conditional" : "True";
  }
  return decision.changes.some((change) => change.requiresRecreation === "Conditionally") ? "Conditional" : "False";
}

function hasDeletionPolicy(declared: ResourceDeclaration | undefined): boolean {
  return isRecord(declared?.source) && declared.source["DeletionPolicy"] !== undefined;
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

function replaceAction(policy: DeletionPolicy): NonNullable<PlannedChange["policyAction"]> {
  if (policy === "Retain" || policy === "RetainExceptOnCreate") return "ReplaceAndRetain";
  return policy === "Snapshot" ? "ReplaceAndSnapshot" : "ReplaceAndDelete";
}
