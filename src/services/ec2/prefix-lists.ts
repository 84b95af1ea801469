// The prefix lists that AWS keeps for the services that have gateway endpoints. Data.

/** A list of the addresses of a service in a region. */
export interface ManagedPrefixList {
  readonly id: string;
  /** "com.amazonaws.eu-west-1.s3": the endpoint service's, too. */
  readonly name: string;
  readonly cidrs: readonly string[];
}

// AWS: "AWS-managed prefix lists" names the services. DEVIATION: ids and blocks are the ones that us-east-1 has, in all regions: no packet moves by them.
const S3 = { id: "pl-63a5400a", cidrs: ["3.5.0.0/19", "18.34.0.0/19", "52.216.0.0/15", "54.231.0.0/16"] };
const DYNAMODB = { id: "pl-02cd2c6b", cidrs: ["3.218.180.0/22", "35.71.64.0/22", "52.94.0.0/22", "52.119.224.0/20"] };

/** Those of a region. */
export function managedPrefixLists(region: string): readonly ManagedPrefixList[] {
  return [
    { ...DYNAMODB, name: `com.amazonaws.${region}.dynamodb` },
    { ...S3, name: `com.amazonaws.${region}.s3` },
  ];
}
