// State machines: found, compared, published, shown. What CreateStateMachine and UpdateStateMachine have in common.

import type {
  DescribeStateMachineCommandOutput,
  EncryptionConfiguration,
  TracingConfiguration,
} from "@aws-sdk/client-sfn";
import type { Output } from "../../service/apis.ts";
import type { Scope } from "../../service/context.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { isOwn, machineArn, versionArn } from "./arns.ts";
import {
  invalidDefinition,
  invalidEncryption,
  invalidTracing,
  machineIsDeleting,
  machineNotFound,
  notImplemented,
  quotaExceeded,
} from "./errors.ts";
import { parseDefinition } from "./language/parse.ts";
import { LIMITS } from "./limits.ts";
import type { MachineRecord, Revision, VersionRecord } from "./records.ts";
import { listVersions, loadMachine, loadVersion, saveMachine, saveVersion } from "./repo.ts";

/** The machine of a name, in an ARN of this account and region; throws where there is none. */
export function requireMachine(tx: ReadTx, scope: Scope, arn: string, name: string): MachineRecord {
  const machine = isOwn(arn, scope) ? loadMachine(tx, scope, name) : undefined;
  if (machine === undefined) throw machineNotFound(arn);
  return machine;
}

/** The same, and it is not being deleted. */
export function requireActiveMachine(tx: ReadTx, scope: Scope, arn: string, name: string): MachineRecord {
  const machine = requireMachine(tx, scope, arn, name);
  if (machine.isDeleting) throw machineIsDeleting(arn);
  return machine;
}

/** Throws for a definition that is not right for machines of this type. */
export async function requireDefinition(definition: string, type: MachineRecord["type"]): Promise<void> {
  const { findings, machine } = await parseDefinition(definition, type);
  if (machine === undefined) throw invalidDefinition(findings);
}

/** Throws for encryption with a key of the customer's, which is not there yet. */
export function requireEncryption(encryption: EncryptionConfiguration | undefined): void {
  if (encryption === undefined) return;
  if (encryption.type === "CUSTOMER_MANAGED_KMS_KEY")
    throw notImplemented("Encryption of state machines and activities with a customer managed KMS key");
  // AWS: EncryptionConfiguration: key and reuse period are those of customer managed keys.
  if (encryption.kmsKeyId !== undefined || encryption.kmsDataKeyReusePeriodSeconds !== undefined)
    throw invalidEncryption("kmsKeyId and kmsDataKeyReusePeriodSeconds apply to customer managed keys only.");
}

/** Throws for tracing that says neither yes nor no. */
export function requireTracing(tracing: TracingConfiguration | undefined): void {
  if (tracing !== undefined && tracing.enabled === undefined) throw invalidTracing();
}

/** True if two revisions say the same, whatever they are called. */
export function isSame(one: Revision, other: Revision): boolean {
  const said = ({ definition, roleArn, isTraced, logging }: Revision): string =>
    JSON.stringify([definition, roleArn, isTraced, showLogging(logging)]);
  return said(one) === said(other);
}

/** The version of the machine's current revision, made if there is none yet: its number. */
export function publish(
  tx: WriteTx,
  scope: Scope,
  machine: MachineRecord,
  { description, nowMs }: { readonly description: string | undefined; readonly nowMs: number },
): VersionRecord {
  const present =
    machine.currentVersion === undefined ? undefined : loadVersion(tx, scope, machine.name, machine.currentVersion);
  if (present !== undefined) return present;
  if ([...listVersions(tx, scope, machine.name)].length >= LIMITS.versions)
    throw quotaExceeded(`A state machine has ${LIMITS.versions} versions at most.`);
  const version: VersionRecord = {
    v: 1,
    version: machine.nextVersion,
    ...(description === undefined ? {} : { description }),
    createdAtMs: nowMs,
    revision: machine.revision,
  };
  saveVersion(tx, scope, machine.name, version);
  saveMachine(tx, scope, { ...machine, nextVersion: version.version + 1, currentVersion: version.version });
  return version;
}

/** What DescribeStateMachine shows of a machine, or of one of its versions. */
export async function showMachine(
  scope: Scope,
  machine: MachineRecord,
  version: VersionRecord | undefined,
  isMetadataOnly: boolean,
): Promise<Output<DescribeStateMachineCommandOutput>> {
  const { revision, createdAtMs } = version ?? machine;
  const { name, type, isDeleting } = machine;
  const references = await variablesOf(revision.definition, type);
  return {
    stateMachineArn: version === undefined ? machineArn(scope, name) : versionArn(scope, name, version.version),
    name,
    type,
    status: isDeleting ? "DELETING" : "ACTIVE",
    // AWS: "If called with includedData = METADATA_ONLY, the returned definition will be {}."
    definition: isMetadataOnly ? "{}" : revision.definition,
    roleArn: revision.roleArn,
    creationDate: new Date(createdAtMs),
    loggingConfiguration: showLogging(revision.logging),
    tracingConfiguration: { enabled: revision.isTraced },
    encryptionConfiguration: { type: "AWS_OWNED_KEY" },
    ...(revision.id === undefined ? {} : { revisionId: revision.id }),
    ...(version?.description === undefined ? {} : { description: version.description }),
    ...(references === undefined || isMetadataOnly ? {} : { variableReferences: references }),
  };
}

/** AWS: "States that do not use variable references will not be shown in the response." */
async function variablesOf(
  definition: string,
  type: MachineRecord["type"],
): Promise<Record<string, string[]> | undefined> {
  const { variableReferences } = await parseDefinition(definition, type);
  if (variableReferences.size === 0) return undefined;
  return Object.fromEntries([...variableReferences].map(([state, names]) => [state, [...names]]));
}

function showLogging(logging: Revision["logging"] = {}) {
  const { destinations, includeExecutionData = false, level = "OFF" } = logging;
  return {
    level,
    includeExecutionData,
    ...(destinations === undefined ? {} : { destinations: destinations.map((destination) => ({ ...destination })) }),
  };
}
