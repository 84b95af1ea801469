// What the store keeps of networks. Ids are AWS's: "vpc-0123456789abcdef0".

export type Tags = Readonly<Record<string, string>>;

/** What all resources have. */
export interface Resource {
  readonly v: 1;
  readonly id: string;
  readonly tags: Tags;
  readonly createdAtMs: number;
  /** Of the request that made it, where its operation takes one. */
  readonly clientToken?: string;
}

/** A block of a VPC or a subnet; the first one of a VPC is its primary one. */
export interface BlockRecord {
  readonly associationId: string;
  readonly cidr: string;
}

export interface VpcRecord extends Resource {
  readonly blocks: readonly BlockRecord[];
  readonly ipv6Blocks: readonly BlockRecord[];
  readonly isDefault: boolean;
  readonly tenancy: "default" | "dedicated";
  readonly hasDnsSupport: boolean;
  readonly hasDnsHostnames: boolean;
  /** "default" where it uses Amazon's without options. */
  readonly dhcpOptionsId: string;
}

export interface SubnetRecord extends Resource {
  readonly vpcId: string;
  readonly cidr: string;
  readonly ipv6Blocks: readonly BlockRecord[];
  /** The name: "eu-west-1a". */
  readonly zone: string;
  readonly isDefaultForZone: boolean;
  readonly mapsPublicIp: boolean;
  readonly assignsIpv6: boolean;
  readonly hasDns64: boolean;
  readonly hostnameType: "ip-name" | "resource-name";
  readonly hasResourceNameA: boolean;
  readonly hasResourceNameAaaa: boolean;
  /** Of its association with the VPC's default network ACL. */
  readonly aclAssociationId: string;
}

/** Who a rule is about. */
export interface PeerRecord {
  readonly kind: "ipv4" | "ipv6" | "prefix-list" | "group";
  /** A block, or an id. */
  readonly value: string;
}

export interface RuleRecord {
  readonly id: string;
  readonly isEgress: boolean;
  /** "tcp", "udp", "icmp", "icmpv6", "-1" for all, or a number. */
  readonly protocol: string;
  /** Of ICMP, the type; with "-1" neither is there. */
  readonly fromPort?: number;
  readonly toPort?: number;
  readonly peer: PeerRecord;
  readonly description?: string;
  readonly tags: Tags;
}

export interface SecurityGroupRecord extends Resource {
  readonly vpcId: string;
  readonly name: string;
  readonly description: string;
  readonly rules: readonly RuleRecord[];
}

/** Where a route leads: the prefix of the id says to what. */
export interface RouteRecord {
  readonly destination: { readonly kind: "ipv4" | "ipv6" | "prefix-list"; readonly value: string };
  readonly targetId: string;
}

export interface RouteAssociationRecord {
  readonly id: string;
  readonly subnetId?: string;
  readonly gatewayId?: string;
}

export interface RouteTableRecord extends Resource {
  readonly vpcId: string;
  /** Routes besides the local ones, which the VPC's blocks make. */
  readonly routes: readonly RouteRecord[];
  readonly associations: readonly RouteAssociationRecord[];
  /** Of the VPC's main table: the id of that association. */
  readonly mainAssociationId?: string;
}

export interface InternetGatewayRecord extends Resource {
  readonly vpcId?: string;
}

export interface NetworkAclRecord extends Resource {
  readonly vpcId: string;
}

export type DhcpOptionsRecord = Resource;

/** Who made an interface, and uses it, other than an instance. */
export interface InterfaceUse {
  readonly attachmentId: string;
  /** Who attached it: "amazon-aws", or an account. */
  readonly ownerId: string;
  /** What of EC2's uses it: a NAT gateway, an endpoint. */
  readonly resourceId?: string;
}

export interface NetworkInterfaceRecord extends Resource {
  readonly vpcId: string;
  readonly subnetId: string;
  readonly description: string;
  readonly interfaceType: "interface" | "lambda" | "nat_gateway" | "vpc_endpoint";
  readonly groupIds: readonly string[];
  /** The first one is the primary one. */
  readonly addresses: readonly string[];
  readonly macAddress: string;
  readonly checksSource: boolean;
  readonly use?: InterfaceUse;
  /** Who asked for it, where AWS manages it. */
  readonly requesterId?: string;
}

export interface AddressRecord extends Resource {
  readonly publicIp: string;
  readonly association?: { readonly id: string; readonly interfaceId: string; readonly privateIp: string };
}

export interface NatGatewayRecord extends Resource {
  readonly vpcId: string;
  readonly subnetId: string;
  readonly isPublic: boolean;
  readonly state: "pending" | "available" | "deleting" | "deleted";
  readonly interfaceId: string;
  readonly privateIp: string;
  readonly secondaryIps: readonly string[];
  /** Of its Elastic IP, as long as it has it; the address stays shown when it is deleted. */
  readonly elastic: readonly {
    readonly allocationId: string;
    readonly publicIp: string;
    readonly associationId: string;
    readonly privateIp: string;
  }[];
  readonly deletedAtMs?: number;
}

export interface EndpointRecord extends Resource {
  readonly vpcId: string;
  readonly endpointType: "Gateway" | "Interface";
  readonly serviceName: string;
  readonly state: "pending" | "available" | "deleting";
  /** JSON text. */
  readonly policy: string;
  readonly routeTableIds: readonly string[];
  readonly subnetIds: readonly string[];
  readonly groupIds: readonly string[];
  readonly interfaceIds: readonly string[];
  readonly hasPrivateDns: boolean;
  readonly ipAddressType: "ipv4" | "ipv6" | "dualstack";
  readonly dnsRecordIpType: "ipv4" | "ipv6" | "dualstack" | "service-defined";
}

/** Every kind of resource, by the name that ARNs and tag specifications give it. */
export interface Records {
  readonly vpc: VpcRecord;
  readonly subnet: SubnetRecord;
  readonly "security-group": SecurityGroupRecord;
  readonly "route-table": RouteTableRecord;
  readonly "internet-gateway": InternetGatewayRecord;
  readonly "network-acl": NetworkAclRecord;
  readonly "dhcp-options": DhcpOptionsRecord;
  readonly "network-interface": NetworkInterfaceRecord;
  readonly "elastic-ip": AddressRecord;
  readonly natgateway: NatGatewayRecord;
  readonly "vpc-endpoint": EndpointRecord;
}

export type Kind = keyof Records;
