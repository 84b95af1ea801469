// The capacity that a new account has in a Region, of provisioned tables. AWS: Developer Guide, "Quotas in Amazon DynamoDB".

/** By the names that DescribeLimits has for them. */
export const ACCOUNT_QUOTAS = {
  AccountMaxReadCapacityUnits: 80_000,
  AccountMaxWriteCapacityUnits: 80_000,
  TableMaxReadCapacityUnits: 40_000,
  TableMaxWriteCapacityUnits: 40_000,
} as const;
