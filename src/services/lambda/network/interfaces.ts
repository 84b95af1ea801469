// The network interfaces of functions. AWS: "Understanding Hyperplane Elastic Network Interfaces (ENIs)": functions with the same subnet and
// security groups share one, and it goes when no version of any function needs it any more.

import { createHash } from "node:crypto";
import { AwsError } from "../../../kernel/errors.ts";
import type { AwsApis } from "../../../service/apis.ts";
import type { Context, Scope, YardContext } from "../../../service/context.ts";
import type { JobHandler } from "../../../service/jobs.ts";
import type { ReadTx, WriteTx } from "../../../store/store.ts";
import { functionArn } from "../names.ts";
import type { VersionRecord } from "../records.ts";
import { listFunctions, listVersions } from "../repo.ts";
import type { InterfaceRecord, NetworkFailure, NetworkRecord } from "./records.ts";
import {
  combinationKey,
  type Combination,
  listInterfaces,
  loadInterface,
  removeInterface,
  saveInterface,
} from "./repo.ts";

/** How long an interface waits for the version that it was made for. */
const HOLD_MS = 60_000;

/** Sees to it that a network has its interfaces; gives what is in the way, if something is. */
export async function attachNetwork(
  context: Context,
  { scope, name }: { readonly scope: Scope; readonly name: string },
  network: Pick<NetworkRecord, "subnetIds" | "securityGroupIds">,
): Promise<NetworkFailure | undefined> {
  const aws = asLambda(context, scope, name);
  for (const combination of combinationsOf(network)) {
    const failure = await attach(context, scope, name, combination, aws);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

function combinationsOf({
  subnetIds,
  securityGroupIds,
}: Pick<NetworkRecord, "subnetIds" | "securityGroupIds">): Combination[] {
  return [...new Set(subnetIds)].map((subnetId) => ({ subnetId, securityGroupIds: securityGroupIds.toSorted() }));
}

async function attach(
  context: Context,
  scope: Scope,
  name: string,
  combination: Combination,
  aws: AwsApis,
): Promise<NetworkFailure | undefined> {
  const heldUntilMs = context.clock.nowMs() + HOLD_MS;
  const hold = (make: (tx: WriteTx) => InterfaceRecord | undefined): boolean =>
    context.store.write((tx) => {
      const record = make(tx);
      if (record !== undefined) saveInterface(tx, scope, { ...record, heldUntilMs });
      return record !== undefined;
    });
  if (hold((tx) => loadInterface(tx, scope, combination))) return undefined;
  try {
    const { NetworkInterface: made } = await aws.ec2.createNetworkInterface({
      SubnetId: combination.subnetId,
      Groups: [...combination.securityGroupIds],
      Description: `AWS Lambda VPC ENI-${name}-${context.random.uuid()}`,
      InterfaceType: "lambda" as "trunk",
      // Two functions that ask for it at once get the same.
      ClientToken: createHash("sha256").update(combinationKey(combination)).digest("hex").slice(0, 32),
    });
    hold(() => ({ v: 1, ...combination, interfaceId: made?.NetworkInterfaceId ?? "", heldUntilMs }));
    return undefined;
  } catch (error) {
    if (!(error instanceof AwsError) || error.fault === "server") throw error;
    return failureOf(error, combination.subnetId);
  }
}

/** AWS: "StateReasonCode". Wordings are inferred. */
function failureOf({ code, message }: AwsError, subnetId: string): NetworkFailure {
  if (code === "InsufficientFreeAddressesInSubnet")
    return {
      code: "SubnetOutOfIPAddresses",
      reason: `Lambda could not set up VPC access: the subnet ${subnetId} has no available IP addresses.`,
    };
  if (code === "NetworkInterfaceLimitExceeded")
    return {
      code: "EniLimitExceeded",
      reason: "Lambda could not set up VPC access: the limit of network interfaces is reached.",
    };
  if (code === "InvalidSubnetID.NotFound") return { code: "InvalidSubnet", reason: message };
  return code.startsWith("InvalidGroup")
    ? { code: "InvalidSecurityGroup", reason: message }
    : { code: "InternalError", reason: message };
}

/** Removes the interfaces that no version needs any more. Repeatable. */
export async function releaseInterfaces(yard: YardContext, scope: Scope): Promise<void> {
  const nowMs = yard.clock.nowMs();
  // In one transaction with the look at who needs them: who comes later, makes new ones.
  const unused = yard.store.write((tx) => {
    const needed = neededCombinations(tx, scope);
    const free = listInterfaces(tx, scope).filter(
      (record) => !needed.has(combinationKey(record)) && record.heldUntilMs <= nowMs,
    );
    return free;
  });
  for (const record of unused) {
    await deleteInterface(asLambda(yard, scope, "functions"), record.interfaceId);
    yard.store.write((tx) => {
      if (loadInterface(tx, scope, record)?.interfaceId === record.interfaceId) removeInterface(tx, scope, record);
    });
  }
}

async function deleteInterface({ ec2 }: AwsApis, NetworkInterfaceId: string): Promise<void> {
  try {
    await ec2.deleteNetworkInterface({ NetworkInterfaceId });
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== "InvalidNetworkInterfaceID.NotFound") throw error;
  }
}

function neededCombinations(tx: ReadTx, scope: Scope): Set<string> {
  const needed = new Set<string>();
  for (const { name } of listFunctions(tx, scope))
    for (const { network } of listVersions(tx, scope, name))
      if (network !== undefined) for (const one of combinationsOf(network)) needed.add(combinationKey(one));
  return needed;
}

/** A version with a network was kept or taken away: what was held for it is held no longer, and what is free may go. */
export function settleInterfaces(
  tx: WriteTx,
  yard: YardContext,
  scope: Scope,
  versions: readonly (Pick<VersionRecord, "network"> | undefined)[],
): void {
  const networks = versions.flatMap((version) => version?.network ?? []);
  if (networks.length === 0) return;
  for (const combination of networks.flatMap(combinationsOf)) {
    const record = loadInterface(tx, scope, combination);
    if (record !== undefined) saveInterface(tx, scope, { ...record, heldUntilMs: 0 });
  }
  yard.jobs.enqueue(tx, { ...scopeOf(scope), kind: releaseInterfacesJob.kind, payload: {} });
}

const scopeOf = ({ account, region }: Scope): Scope => ({ account, region });

/** Removes what is free, also where the process ended before it was. */
export const releaseInterfacesJob: JobHandler = {
  kind: "lambda/release-interfaces",
  async run(job, yard) {
    await releaseInterfaces(yard, job);
    return "done";
  },
};

/** Lambda itself, to which these interfaces belong. */
function asLambda(yard: YardContext, scope: Scope, name: string): AwsApis {
  const sourceArn = functionArn(scope, name);
  return yard.as({ kind: "service", service: "lambda.amazonaws.com", sourceArn, sourceAccount: scope.account }, scope);
}
