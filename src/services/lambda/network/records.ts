// What the store keeps of functions' networks.

/** The network that a version is to run in. DEVIATION: no packet of it does: it runs with the machine's network. */
export interface NetworkRecord {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly allowsIpv6: boolean;
  /** Why it has not got the interfaces that it needs. */
  readonly failure?: NetworkFailure;
}

/** AWS: StateReasonCode of a function that is Failed. */
export interface NetworkFailure {
  readonly code:
    | "SubnetOutOfIPAddresses"
    | "EniLimitExceeded"
    | "InvalidSubnet"
    | "InvalidSecurityGroup"
    | "InternalError";
  readonly reason: string;
}

/** A network interface of EC2 that all functions share which have the same subnet and security groups. */
export interface InterfaceRecord {
  readonly v: 1;
  readonly subnetId: string;
  /** In the order of their ids. */
  readonly securityGroupIds: readonly string[];
  readonly interfaceId: string;
  /** Until then somebody is about to keep a version that needs it. */
  readonly heldUntilMs: number;
}
