// What permission rules are put together of: ids in requests, and the condition keys of resources and tags.

import type { AccessRequest, ConditionValues } from "../../iam/authorization.ts";
import type { PermissionCall } from "../../service/service.ts";
import { arnOf, type AnyKind } from "./kinds.ts";
import { load } from "./repo.ts";
import { tagsOfId } from "./tagged.ts";

/** Some of the resources that an operation is about, with their condition keys. */
export type Part = (
  input: Readonly<Record<string, unknown>>,
  call: PermissionCall,
) => readonly Omit<AccessRequest, "action">[];

interface TagAsked {
  readonly Key?: string;
  readonly Value?: string;
}

/** Tags in a request: of what is made, or by themselves. */
export interface TagsAsked {
  readonly Tags?: readonly TagAsked[];
  readonly TagSpecifications?: readonly { readonly Tags?: readonly TagAsked[] }[];
}

/** What operations make that tags can be given to. */
export const CREATE_ACTION_KINDS: Readonly<Record<string, AnyKind>> = {
  AllocateAddress: "elastic-ip",
  AuthorizeSecurityGroupEgress: "security-group-rule",
  AuthorizeSecurityGroupIngress: "security-group-rule",
  CreateInternetGateway: "internet-gateway",
  CreateNatGateway: "natgateway",
  CreateNetworkInterface: "network-interface",
  CreateRouteTable: "route-table",
  CreateSecurityGroup: "security-group",
  CreateSubnet: "subnet",
  CreateVpc: "vpc",
  CreateVpcEndpoint: "vpc-endpoint",
};

/** One id or a list of them. */
export function idsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.map(String) : [];
}

/** aws:RequestTag/... and aws:TagKeys; CloudFormation's own are nobody's to allow. */
export function tagConditions({ Tags, TagSpecifications = [] }: TagsAsked): ConditionValues {
  const tags = [...(Tags ?? []), ...TagSpecifications.flatMap((one) => one.Tags ?? [])].filter(
    ({ Key = "" }) => !Key.startsWith("aws:"),
  );
  if (tags.length === 0) return {};
  const values = tags.map(({ Key = "", Value = "" }) => [`aws:RequestTag/${Key}`, Value] as const);
  return { ...Object.fromEntries(values), "aws:TagKeys": tags.map(({ Key = "" }) => Key) };
}

/** AWS: "Condition keys for Amazon EC2": a resource's tags, its VPC, its zone. */
export function conditionsOf(call: PermissionCall, kind: AnyKind, id: string): ConditionValues {
  return call.yard.store.read((tx) => {
    const tags = Object.entries(tagsOfId(tx, call, id) ?? {}).flatMap(([key, value]) => [
      [`aws:ResourceTag/${key}`, value],
      [`ec2:ResourceTag/${key}`, value],
    ]);
    const record = kind === "security-group-rule" || kind === "prefix-list" ? undefined : load(tx, call, kind, id);
    const vpcId = record !== undefined && "vpcId" in record ? String(record.vpcId) : undefined;
    return {
      ...Object.fromEntries(tags),
      "ec2:Region": call.region,
      ...(vpcId !== undefined && { "ec2:Vpc": arnOf(call, "vpc", vpcId) }),
      ...(record !== undefined && "zone" in record && { "ec2:AvailabilityZone": record.zone }),
      ...(kind === "subnet" && { "ec2:SubnetID": id }),
      ...(kind === "vpc" && { "ec2:VpcID": id }),
    };
  });
}
