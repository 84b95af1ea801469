// The limits of EventBridge Scheduler that are not constraints of single members.

export const LIMITS = {
  // AWS: "Quotas for Amazon EventBridge Scheduler": schedule groups of an account and region.
  groups: 500,
  // AWS: RetryPolicy: what holds where nothing is given.
  retryAttempts: 185,
  eventAgeSeconds: 86_400,
  pageSize: 100,
  tags: 50,
} as const;

/** The group that every account has. */
export const DEFAULT_GROUP = "default";
