// The kinds of resources: the prefixes of their ids, their ARNs, and how EC2 says that one is not there. Pure data.

import { formatArn } from "../../kernel/arns.ts";
import { AwsError } from "../../kernel/errors.ts";
import type { Scope } from "../../service/context.ts";
import type { Kind } from "./records.ts";

interface KindFacts {
  /** Of ids: "vpc" of "vpc-0a1b". */
  readonly prefix: string;
  readonly notFoundCode: string;
  /** The whole sentence, for one id and for several. AWS: the wording is from memory. */
  notFound(ids: readonly string[]): string;
}

const doesNotExist =
  (noun: string) =>
  (ids: readonly string[]): string =>
    ids.length === 1 ? `The ${noun} '${ids[0]}' does not exist` : `The ${noun}s '${ids.join(", ")}' do not exist`;

const KINDS: Readonly<Record<Kind | "security-group-rule" | "prefix-list", KindFacts>> = {
  vpc: { prefix: "vpc", notFoundCode: "InvalidVpcID.NotFound", notFound: doesNotExist("vpc ID") },
  subnet: { prefix: "subnet", notFoundCode: "InvalidSubnetID.NotFound", notFound: doesNotExist("subnet ID") },
  "security-group": { prefix: "sg", notFoundCode: "InvalidGroup.NotFound", notFound: doesNotExist("security group") },
  "security-group-rule": {
    prefix: "sgr",
    notFoundCode: "InvalidSecurityGroupRuleId.NotFound",
    notFound: doesNotExist("security group rule ID"),
  },
  "route-table": {
    prefix: "rtb",
    notFoundCode: "InvalidRouteTableID.NotFound",
    notFound: doesNotExist("routeTable ID"),
  },
  "internet-gateway": {
    prefix: "igw",
    notFoundCode: "InvalidInternetGatewayID.NotFound",
    notFound: doesNotExist("internetGateway ID"),
  },
  "network-acl": {
    prefix: "acl",
    notFoundCode: "InvalidNetworkAclID.NotFound",
    notFound: doesNotExist("networkAcl ID"),
  },
  "dhcp-options": {
    prefix: "dopt",
    notFoundCode: "InvalidDhcpOptionID.NotFound",
    notFound: doesNotExist("dhcpOption ID"),
  },
  "network-interface": {
    prefix: "eni",
    notFoundCode: "InvalidNetworkInterfaceID.NotFound",
    notFound: doesNotExist("networkInterface ID"),
  },
  "elastic-ip": {
    prefix: "eipalloc",
    notFoundCode: "InvalidAllocationID.NotFound",
    notFound: doesNotExist("allocation ID"),
  },
  natgateway: {
    prefix: "nat",
    notFoundCode: "NatGatewayNotFound",
    notFound: (ids) => `The Nat Gateway ${ids.join(", ")} was not found`,
  },
  "vpc-endpoint": {
    prefix: "vpce",
    notFoundCode: "InvalidVpcEndpointId.NotFound",
    notFound: doesNotExist("Vpc Endpoint Id"),
  },
  "prefix-list": {
    prefix: "pl",
    notFoundCode: "InvalidPrefixListID.NotFound",
    notFound: doesNotExist("prefix list ID"),
  },
};

/** A kind of resource that has an ARN and can be tagged. */
export type AnyKind = keyof typeof KINDS;

/** The error for resources that are not there. */
export function notFound(kind: AnyKind, ...ids: readonly string[]): AwsError {
  const { notFoundCode: code, notFound: words } = KINDS[kind];
  return new AwsError({ code, message: words(ids) });
}

/** The kind that an id's prefix tells. */
export function kindOfId(id: string): AnyKind | undefined {
  const prefix = id.slice(0, id.lastIndexOf("-"));
  return (Object.keys(KINDS) as AnyKind[]).find((kind) => KINDS[kind].prefix === prefix);
}

/** "arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-0a1b". */
export function arnOf({ region, account }: Scope, kind: AnyKind, id: string): string {
  return formatArn("ec2", region, account, `${kind}/${id}`);
}
