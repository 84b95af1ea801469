// CloudFormation's keys and records; the only file that knows where things are stored.

import type { Scope } from "../../service/context.ts";
import type { Key, ReadTx, WriteTx } from "../../store/store.ts";
import type {
  ChangeSetRecord,
  CustomRequestRecord,
  DeploymentRecord,
  DriftDetectionRecord,
  EventRecord,
  ExportRecord,
  MoveState,
  OperationRecord,
  ResourceDriftRecord,
  ResourceRecord,
  RetiredRecord,
  ShownOperationRecord,
  StackDriftRecord,
  StackRecord,
  StackRefactorRecord,
} from "./records.ts";

function key(scope: Scope, kind: string, ...rest: readonly (string | number)[]): Key {
  return ["cloudformation", scope.account, scope.region, kind, ...rest];
}

function* values<T>(
  tx: ReadTx,
  prefix: Key,
  options: { reverse?: boolean; after?: Key; limit?: number } = {},
): Iterable<T> {
  for (const entry of tx.range<T>({ prefix, ...options })) yield entry.value;
}

/** Finds a stack by its name or its alias (the one that is not deleted) or by its ARN (deleted ones too). */
export function findStack(tx: ReadTx, scope: Scope, nameOrId: string): StackRecord | undefined {
  const stackId = nameOrId.startsWith("arn:")
    ? nameOrId
    : (tx.get<string>(key(scope, "name", nameOrId)) ?? tx.get<string>(key(scope, "alias", nameOrId)));
  return stackId === undefined ? undefined : tx.get<StackRecord>(key(scope, "stack", stackId));
}

/** All stacks, deleted ones included, in no order. */
export function listStacks(tx: ReadTx, scope: Scope): StackRecord[] {
  return [...values<StackRecord>(tx, key(scope, "stack"))];
}

/** Writes a stack; its name leads to it until it is deleted. */
export function saveStack(tx: WriteTx, scope: Scope, stack: StackRecord): void {
  tx.put(key(scope, "stack", stack.stackId), stack);
  const name = key(scope, "name", stack.stackName);
  if (stack.status !== "DELETE_COMPLETE") tx.put(name, stack.stackId);
  else if (tx.get<string>(name) === stack.stackId) tx.delete(name);
  if (stack.aliasName === undefined) return;
  const alias = key(scope, "alias", stack.aliasName);
  if (stack.status !== "DELETE_COMPLETE") tx.put(alias, stack.stackId);
  else if (tx.get<string>(alias) === stack.stackId) tx.delete(alias);
}

/** Takes a stack's second name away. */
export function removeAlias(tx: WriteTx, scope: Scope, stack: StackRecord): void {
  const { aliasName, ...kept } = stack;
  if (aliasName !== undefined) tx.delete(key(scope, "alias", aliasName));
  saveStack(tx, scope, kept);
}

/** What is kept under a stack's id. */
const STACK_KINDS = [
  "deployment",
  "drift",
  "event",
  "event-count",
  "operation",
  "resource",
  "retired",
  "shown-operation",
  "signal",
  "stack",
  "stack-drift",
  "wait-due",
  "wait-handle",
];

/** Forgets a stack and all that belongs to it. */
export function eraseStack(tx: WriteTx, scope: Scope, stack: StackRecord): void {
  for (const changeSet of listChangeSets(tx, scope, stack.stackId)) deleteChangeSet(tx, scope, changeSet);
  pruneImports(tx, scope, stack.stackId, new Set());
  for (const id of loadStackDrift(tx, scope, stack.stackId)?.detectionIds ?? []) deleteDetection(tx, scope, id);
  for (const { id } of listShownOperations(tx, scope, stack.stackId))
    tx.delete(key(scope, "shown-operation-stack", id));
  for (const kind of STACK_KINDS) {
    for (const entry of [...tx.range<unknown>({ prefix: key(scope, kind, stack.stackId) })]) tx.delete(entry.key);
  }
  tx.delete(key(scope, "parent", stack.stackId));
  const name = key(scope, "name", stack.stackName);
  if (tx.get<string>(name) === stack.stackId) tx.delete(name);
}

export function loadDeployment(tx: ReadTx, scope: Scope, stackId: string, id: string): DeploymentRecord | undefined {
  return tx.get<DeploymentRecord>(key(scope, "deployment", stackId, id));
}

export function saveDeployment(tx: WriteTx, scope: Scope, stackId: string, deployment: DeploymentRecord): void {
  tx.put(key(scope, "deployment", stackId, deployment.id), deployment);
}

/** Forgets all of a stack's deployments but the given one. */
export function pruneDeployments(tx: WriteTx, scope: Scope, stackId: string, keptId: string | undefined): void {
  for (const entry of [...tx.range<DeploymentRecord>({ prefix: key(scope, "deployment", stackId) })]) {
    if (entry.value.id !== keptId) tx.delete(entry.key);
  }
}

export function loadOperation(tx: ReadTx, scope: Scope, stackId: string): OperationRecord | undefined {
  return tx.get<OperationRecord>(key(scope, "operation", stackId));
}

export function saveOperation(tx: WriteTx, scope: Scope, stackId: string, operation: OperationRecord): void {
  tx.put(key(scope, "operation", stackId), operation);
}

export function loadResource(tx: ReadTx, scope: Scope, stackId: string, logicalId: string): ResourceRecord | undefined {
  return tx.get<ResourceRecord>(key(scope, "resource", stackId, logicalId));
}

/** A stack's resources by logical id, in the ids' order. */
export function loadResources(tx: ReadTx, scope: Scope, stackId: string): Map<string, ResourceRecord> {
  const records = values<ResourceRecord>(tx, key(scope, "resource", stackId));
  return new Map(Array.from(records, (record) => [record.logicalId, record]));
}

export function saveResource(tx: WriteTx, scope: Scope, stackId: string, record: ResourceRecord): void {
  tx.put(key(scope, "resource", stackId, record.logicalId), record);
  const { typeName, physicalId } = record.current;
  if (typeName === "AWS::CloudFormation::Stack" && physicalId !== undefined) {
    tx.put(key(scope, "parent", physicalId), stackId);
  }
}

/** The stack that a nested stack is a resource of, from the nearest up. */
export function listAncestors(tx: ReadTx, scope: Scope, stackId: string): string[] {
  const parent = tx.get<string>(key(scope, "parent", stackId));
  return parent === undefined ? [] : [parent, ...listAncestors(tx, scope, parent)];
}

export function deleteResource(tx: WriteTx, scope: Scope, stackId: string, logicalId: string): void {
  tx.delete(key(scope, "resource", stackId, logicalId));
}

/**
 * The stack that has a physical resource. LIMIT: looks through all resources of the account in the region, which an import can afford.
 */
export function findOwner(tx: ReadTx, scope: Scope, typeName: string, physicalId: string): string | undefined {
  const wanted = withoutHost(physicalId);
  for (const { key: place, value } of tx.range<ResourceRecord>({ prefix: key(scope, "resource") })) {
    const { current, status } = value;
    if (status === "DELETE_COMPLETE" || status === "DELETE_SKIPPED" || current.physicalId === undefined) continue;
    if (current.typeName === typeName && withoutHost(current.physicalId) === wanted) return String(place.at(-2));
  }
  return undefined;
}

/** The same queue has URLs with several hosts: each client sees the one that it uses. */
function withoutHost(physicalId: string): string {
  return physicalId.replace(/^https?:\/\/[^/]*/, "");
}

export function listRetired(tx: ReadTx, scope: Scope, stackId: string): RetiredRecord[] {
  return [...values<RetiredRecord>(tx, key(scope, "retired", stackId))];
}

export function saveRetired(tx: WriteTx, scope: Scope, stackId: string, record: RetiredRecord): void {
  tx.put(key(scope, "retired", stackId, record.logicalId, record.incarnation.token), record);
}

export function deleteRetired(tx: WriteTx, scope: Scope, stackId: string, record: RetiredRecord): void {
  tx.delete(key(scope, "retired", stackId, record.logicalId, record.incarnation.token));
}

/** What was found of a stack's resources, by logical id; results that later operations made void are among them. */
export function loadResourceDrifts(tx: ReadTx, scope: Scope, stackId: string): Map<string, ResourceDriftRecord> {
  const records = values<ResourceDriftRecord>(tx, key(scope, "drift", stackId));
  return new Map(Array.from(records, (record) => [record.logicalId, record]));
}

export function saveResourceDrift(tx: WriteTx, scope: Scope, stackId: string, drift: ResourceDriftRecord): void {
  tx.put(key(scope, "drift", stackId, drift.logicalId), drift);
}

export function loadStackDrift(tx: ReadTx, scope: Scope, stackId: string): StackDriftRecord | undefined {
  return tx.get<StackDriftRecord>(key(scope, "stack-drift", stackId));
}

export function saveStackDrift(tx: WriteTx, scope: Scope, stackId: string, drift: StackDriftRecord): void {
  tx.put(key(scope, "stack-drift", stackId), drift);
}

export function loadDetection(tx: ReadTx, scope: Scope, id: string): DriftDetectionRecord | undefined {
  return tx.get<DriftDetectionRecord>(key(scope, "drift-detection", id));
}

export function saveDetection(tx: WriteTx, scope: Scope, detection: DriftDetectionRecord): void {
  tx.put(key(scope, "drift-detection", detection.id), detection);
}

export function deleteDetection(tx: WriteTx, scope: Scope, id: string): void {
  tx.delete(key(scope, "drift-detection", id));
}

/** Writes an operation as the API shows it, in its place in the order of the stack's operations. */
export function saveShownOperation(tx: WriteTx, scope: Scope, stackId: string, operation: ShownOperationRecord): void {
  const owner = key(scope, "shown-operation-stack", operation.id);
  const known = tx.get<ShownOperationPlace>(owner);
  const number = known?.number ?? listShownOperations(tx, scope, stackId).length;
  tx.put(key(scope, "shown-operation", stackId, number), operation);
  if (known === undefined) tx.put(owner, { stackId, number } satisfies ShownOperationPlace);
}

interface ShownOperationPlace {
  readonly stackId: string;
  readonly number: number;
}

/** A stack's operations as the API shows them, from the oldest on. */
export function listShownOperations(tx: ReadTx, scope: Scope, stackId: string): ShownOperationRecord[] {
  return [...values<ShownOperationRecord>(tx, key(scope, "shown-operation", stackId))];
}

/** The stack that an operation belongs to, by the id that the API shows. */
export function stackIdOfOperation(tx: ReadTx, scope: Scope, operationId: string): string | undefined {
  return tx.get<ShownOperationPlace>(key(scope, "shown-operation-stack", operationId))?.stackId;
}

/** Appends an event behind the stack's newest. */
export function appendEvent(tx: WriteTx, scope: Scope, stackId: string, event: EventRecord): void {
  const counter = key(scope, "event-count", stackId);
  const count = tx.get<number>(counter) ?? 0;
  tx.put(counter, count + 1);
  tx.put(key(scope, "event", stackId, count), event);
}

/** Events from the newest down, each with its number; `below` goes on under a number. */
export function listEvents(
  tx: ReadTx,
  scope: Scope,
  stackId: string,
  page: { limit: number; below?: number | undefined },
): { number: number; event: EventRecord }[] {
  const prefix = key(scope, "event", stackId);
  const after = page.below === undefined ? {} : { after: [...prefix, page.below] };
  return Array.from(tx.range<EventRecord>({ prefix, reverse: true, limit: page.limit, ...after }), (entry) => ({
    number: Number(entry.key.at(-1)),
    event: entry.value,
  }));
}

export function findExport(tx: ReadTx, scope: Scope, name: string): ExportRecord | undefined {
  return tx.get<ExportRecord>(key(scope, "export", name));
}

export function listExports(tx: ReadTx, scope: Scope): ExportRecord[] {
  return [...values<ExportRecord>(tx, key(scope, "export"))];
}

export function saveExport(tx: WriteTx, scope: Scope, record: ExportRecord): void {
  tx.put(key(scope, "export", record.name), record);
}

export function deleteExport(tx: WriteTx, scope: Scope, name: string): void {
  tx.delete(key(scope, "export", name));
}

/** Notes that a stack reads an export, which locks the export. */
export function saveImport(
  tx: WriteTx,
  scope: Scope,
  exportName: string,
  stack: { stackId: string; stackName: string },
): void {
  tx.put(key(scope, "import", exportName, stack.stackId), stack.stackName);
  tx.put(key(scope, "import-of", stack.stackId, exportName), true);
}

/** The names of the stacks that read an export. */
export function listImporters(tx: ReadTx, scope: Scope, exportName: string): string[] {
  return [...values<string>(tx, key(scope, "import", exportName))];
}

/** The names of the exports that a stack reads. */
export function listImportsOf(tx: ReadTx, scope: Scope, stackId: string): string[] {
  return [...tx.range<boolean>({ prefix: key(scope, "import-of", stackId) })].map((entry) => String(entry.key.at(-1)));
}

/** Lets go of all exports that a stack reads but those in `kept`. */
export function pruneImports(tx: WriteTx, scope: Scope, stackId: string, kept: ReadonlySet<string>): void {
  for (const entry of [...tx.range<boolean>({ prefix: key(scope, "import-of", stackId) })]) {
    const exportName = String(entry.key.at(-1));
    if (kept.has(exportName)) continue;
    tx.delete(entry.key);
    tx.delete(key(scope, "import", exportName, stackId));
  }
}

/** Finds a change set by its ARN, or by its name within a stack. */
export function findChangeSet(
  tx: ReadTx,
  scope: Scope,
  nameOrId: string,
  stackId: string | undefined,
): ChangeSetRecord | undefined {
  if (nameOrId.startsWith("arn:")) {
    const owner = stackIdOfChangeSet(tx, scope, nameOrId);
    // INVARIANT: permissions are asked on the stack that the request names, so its change set must be of that stack.
    return owner === undefined || (stackId !== undefined && owner !== stackId)
      ? undefined
      : listChangeSets(tx, scope, owner).find((changeSet) => changeSet.changeSetId === nameOrId);
  }
  return stackId === undefined ? undefined : tx.get<ChangeSetRecord>(key(scope, "change-set", stackId, nameOrId));
}

/** The stack that a change set's ARN belongs to. */
export function stackIdOfChangeSet(tx: ReadTx, scope: Scope, changeSetId: string): string | undefined {
  return tx.get<string>(key(scope, "change-set-stack", changeSetId));
}

export function listChangeSets(tx: ReadTx, scope: Scope, stackId: string): ChangeSetRecord[] {
  return [...values<ChangeSetRecord>(tx, key(scope, "change-set", stackId))];
}

export function saveChangeSet(tx: WriteTx, scope: Scope, changeSet: ChangeSetRecord): void {
  tx.put(key(scope, "change-set", changeSet.stackId, changeSet.name), changeSet);
  tx.put(key(scope, "change-set-stack", changeSet.changeSetId), changeSet.stackId);
}

export function deleteChangeSet(tx: WriteTx, scope: Scope, changeSet: ChangeSetRecord): void {
  tx.delete(key(scope, "change-set", changeSet.stackId, changeSet.name));
  tx.delete(key(scope, "change-set-stack", changeSet.changeSetId));
}

export function findRefactor(tx: ReadTx, scope: Scope, id: string): StackRefactorRecord | undefined {
  return tx.get<StackRefactorRecord>(key(scope, "refactor", id));
}

export function listRefactors(tx: ReadTx, scope: Scope): StackRefactorRecord[] {
  return [...values<StackRefactorRecord>(tx, key(scope, "refactor"))];
}

export function saveRefactor(tx: WriteTx, scope: Scope, refactor: StackRefactorRecord): void {
  tx.put(key(scope, "refactor", refactor.id), refactor);
}

/** What a stack is to become by a refactor. */
export function loadRefactorDeployment(
  tx: ReadTx,
  scope: Scope,
  id: string,
  stackId: string,
): DeploymentRecord | undefined {
  return tx.get<DeploymentRecord>(key(scope, "refactor-deployment", id, stackId));
}

export function saveRefactorDeployment(
  tx: WriteTx,
  scope: Scope,
  id: string,
  stackId: string,
  deployment: DeploymentRecord,
): void {
  tx.put(key(scope, "refactor-deployment", id, stackId), deployment);
}

/** Forgets what an ended refactor was to make of its stacks, and how far it came. */
export function pruneRefactor(tx: WriteTx, scope: Scope, id: string): void {
  for (const kind of ["refactor-deployment", "refactor-move"]) {
    for (const entry of [...tx.range<unknown>({ prefix: key(scope, kind, id) })]) tx.delete(entry.key);
  }
}

/** How far a refactor's move has come; undefined before it begins. */
export function loadMoveState(tx: ReadTx, scope: Scope, id: string, index: number): MoveState | undefined {
  return tx.get<MoveState>(key(scope, "refactor-move", id, index));
}

export function saveMoveState(tx: WriteTx, scope: Scope, id: string, index: number, state: MoveState): void {
  tx.put(key(scope, "refactor-move", id, index), state);
}

/** A custom resource's request by its token, which only its provider knows. */
export function loadCustomRequest(tx: ReadTx, scope: Scope, token: string): CustomRequestRecord | undefined {
  return tx.get<CustomRequestRecord>(key(scope, "custom-request", token));
}

export function saveCustomRequest(tx: WriteTx, scope: Scope, token: string, request: CustomRequestRecord): void {
  tx.put(key(scope, "custom-request", token), request);
}

export function deleteCustomRequest(tx: WriteTx, scope: Scope, token: string): void {
  tx.delete(key(scope, "custom-request", token));
}
