// The limits of Step Functions that are not constraints of single members.
// AWS: developer guide, "Quotas and service limits of Step Functions workflows". An account's 100,000 state machines and
// 100,000 activities are not counted: a yard keeps what the disk holds.

export const LIMITS = {
  versions: 1000,
  aliases: 100,
  tags: 50,
  pageSize: 100,
} as const;
