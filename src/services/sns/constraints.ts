// SNS's limits, as data. SNS words violations in its own way, so the domain files check them, not the common checker.
// AWS: Publish, PublishBatch, CreateTopic; "Filter policy constraints" and "Message deduplication for FIFO topics".

export const LIMITS = {
  messageBytes: 262_144,
  subjectCharacters: 100,
  batchEntries: 10,
  messageAttributeNameBytes: 256,
  filterPolicyKeys: 5,
  filterPolicyCombinations: 150,
  deduplicationMs: 5 * 60_000,
  pageSize: 100,
  tags: 50,
} as const;
