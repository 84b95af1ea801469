// Route 53's quotas. AWS: "Quotas" (Route 53 developer guide).

export const MOST_ZONES = 500;
export const MOST_RECORD_SETS = 10_000;
export const MOST_HEALTH_CHECKS = 200;
/** Of one ChangeResourceRecordSets request; UPSERT counts twice. */
export const MOST_BATCH_RECORDS = 1_000;
export const MOST_BATCH_CHARACTERS = 32_000;
export const MOST_TRAFFIC_POLICIES = 50;
export const MOST_TRAFFIC_POLICY_INSTANCES = 5;
export const MOST_REUSABLE_DELEGATION_SETS = 100;
/** Of children of a calculated health check. */
export const MOST_CHILDREN = 255;
/** Items of one page of record sets; others have 100. */
export const MOST_RECORD_SETS_A_PAGE = 300;
export const MOST_A_PAGE = 100;
