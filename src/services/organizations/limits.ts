// LIMIT: AWS: User Guide, "Quotas and service limits for AWS Organizations".

export const LIMITS = {
  accounts: 10,
  units: 1_000,
  /** Below the root. */
  depth: 5,
  policies: 1_000,
  policiesOnTarget: 5,
  policyCharacters: 5_120,
  tags: 50,
  /** Open invitations, a day. */
  invitations: 20,
  invitationDays: 15,
} as const;
