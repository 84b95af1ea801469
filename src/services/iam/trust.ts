// Trust policies: who may assume a role.

import { documentSize, requireDocument } from "./documents.ts";
import { quotaExceeded } from "./errors.ts";

// AWS: "IAM and AWS STS quotas": 2,048 by default.
const TRUST_POLICY_LIMIT = 2_048;

/** Throws unless the document can be a role's trust policy. */
export function requireTrustPolicy(document: string): void {
  requireDocument(document, "trust");
  if (documentSize(document) > TRUST_POLICY_LIMIT) throw quotaExceeded("ACLSizePerRole", TRUST_POLICY_LIMIT);
}
