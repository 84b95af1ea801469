// VpcConfig: what a request says of a function's network, held against EC2 and the execution role.

import type { VpcConfig, VpcConfigResponse } from "@aws-sdk/client-lambda";
import { AwsError } from "../../../kernel/errors.ts";
import type { AwsApis } from "../../../service/apis.ts";
import type { Context, Scope } from "../../../service/context.ts";
import { invalidParameter, roleMayNot } from "../errors.ts";
import { withRole } from "../roles.ts";
import { attachNetwork } from "./interfaces.ts";
import type { NetworkRecord } from "./records.ts";

interface FunctionNamed {
  readonly scope: Scope;
  readonly name: string;
  readonly role: string;
}

/**
 * The network that a request asks for, with its interfaces; undefined for none. AWS: "Giving Lambda functions access to resources in an Amazon
 * VPC": the caller looks subnets and groups up, the execution role makes the interfaces.
 */
export async function requireNetwork(
  context: Context,
  named: FunctionNamed,
  config: VpcConfig | undefined,
): Promise<NetworkRecord | undefined> {
  const { SubnetIds: subnetIds = [], SecurityGroupIds: securityGroupIds = [] } = config ?? {};
  if (subnetIds.length === 0 && securityGroupIds.length === 0) return undefined;
  // AWS: as observed.
  if (subnetIds.length === 0 || securityGroupIds.length === 0)
    throw invalidParameter("SubnetIds and SecurityIds must coexist or be both empty list.");
  const vpcId = await lookUp(context, subnetIds, securityGroupIds);
  await requireRoleAccess(context, named, subnetIds[0] ?? "", securityGroupIds);
  const network = { vpcId, subnetIds, securityGroupIds, allowsIpv6: config?.Ipv6AllowedForDualStack ?? false };
  const failure = await attachNetwork(context, named, network);
  return { ...network, ...(failure !== undefined && { failure }) };
}

/** The VPC of all of them. */
async function lookUp({ aws }: Context, SubnetIds: readonly string[], GroupIds: readonly string[]): Promise<string> {
  const { Subnets = [] } = await asCaller("DescribeSubnets", SubnetIds, () =>
    aws.ec2.describeSubnets({ SubnetIds: [...SubnetIds] }),
  );
  const { SecurityGroups = [] } = await asCaller("DescribeSecurityGroups", GroupIds, () =>
    aws.ec2.describeSecurityGroups({ GroupIds: [...GroupIds] }),
  );
  const [vpcId = "", ...others] = new Set(Subnets.map(({ VpcId = "" }) => VpcId));
  if (others.length > 0) throw invalidParameter("Subnets are required to be in the same VPC.");
  // AWS: as observed.
  if (SecurityGroups.some(({ VpcId }) => VpcId !== vpcId))
    throw invalidParameter("Security Groups are required to be in the same VPC.");
  return vpcId;
}

/** AWS: as observed, both. */
async function asCaller<T>(operation: string, ids: readonly string[], call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof AwsError) || error.fault === "server") throw error;
    const told = `EC2 Error Code: ${error.code}. EC2 Error Message: ${error.message}`;
    if (error.code === "UnauthorizedOperation")
      throw new AwsError({
        code: "AccessDeniedException",
        status: 403,
        message: `Your access has been denied by EC2, please make sure your request credentials have permission to ${operation} for ${ids.join(", ")}. ${told}`,
        cause: error,
      });
    throw invalidParameter(`Error occurred while ${operation}. ${told}`);
  }
}

/** What Lambda does with interfaces, it does by the role's permissions: asked here as dry runs. */
async function requireRoleAccess(
  context: Context,
  { scope, name, role }: FunctionNamed,
  SubnetId: string,
  groups: readonly string[],
): Promise<void> {
  const NetworkInterfaceId = "eni-00000000000000000";
  const calls: Readonly<Record<string, (aws: AwsApis) => Promise<unknown>>> = {
    CreateNetworkInterface: ({ ec2 }) => ec2.createNetworkInterface({ SubnetId, Groups: [...groups], DryRun: true }),
    DescribeNetworkInterfaces: ({ ec2 }) => ec2.describeNetworkInterfaces({ DryRun: true }),
    DeleteNetworkInterface: ({ ec2 }) => ec2.deleteNetworkInterface({ NetworkInterfaceId, DryRun: true }),
  };
  for (const [operation, call] of Object.entries(calls)) {
    try {
      await withRole(context, scope, role, name, call);
    } catch (error) {
      if (!(error instanceof AwsError) || error.fault === "server") throw error;
      if (error.code === "UnauthorizedOperation") throw roleMayNot(operation, "EC2");
      if (error.code !== "DryRunOperation") throw error;
    }
  }
}

/** AWS: VpcConfigResponse. */
export function describeNetwork({ network }: { readonly network?: NetworkRecord | undefined }): {
  VpcConfig?: VpcConfigResponse;
} {
  if (network === undefined) return {};
  return {
    VpcConfig: {
      SubnetIds: [...network.subnetIds],
      SecurityGroupIds: [...network.securityGroupIds],
      VpcId: network.vpcId,
      Ipv6AllowedForDualStack: network.allowsIpv6,
    },
  };
}
