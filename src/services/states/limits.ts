// The limits of Step Functions that are not constraints of single members.
// AWS: developer guide, "Quotas and service limits of Step Functions workflows".

export const LIMITS = {
  machines: 100_000,
  activities: 100_000,
  versions: 1000,
  aliases: 100,
  tags: 50,
  pageSize: 100,
} as const;
