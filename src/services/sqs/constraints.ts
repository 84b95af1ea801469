// SQS's limits, as data. SQS words violations in its own way, so the domain files check them, not the common checker.

/** Inclusive bounds of the attributes that are whole numbers, and their defaults. AWS: CreateQueue. */
export const NUMBER_ATTRIBUTES: Readonly<Record<string, { min: number; max: number; default: number }>> = {
  DelaySeconds: { min: 0, max: 900, default: 0 },
  MaximumMessageSize: { min: 1_024, max: 1_048_576, default: 1_048_576 },
  MessageRetentionPeriod: { min: 60, max: 1_209_600, default: 345_600 },
  ReceiveMessageWaitTimeSeconds: { min: 0, max: 20, default: 0 },
  VisibilityTimeout: { min: 0, max: 43_200, default: 30 },
  KmsDataKeyReusePeriodSeconds: { min: 60, max: 86_400, default: 300 },
};

/** AWS: "Amazon SQS message quotas" and "Amazon SQS queue quotas" in the developer guide. */
export const LIMITS = {
  batchEntries: 10,
  batchBytes: 1_048_576,
  receiveMessages: 10,
  messageAttributes: 10,
  messageAttributeNameBytes: 256,
  /** Of MessageGroupId, MessageDeduplicationId and ReceiveRequestAttemptId. */
  identifierCharacters: 128,
  inFlight: 120_000,
  totalVisibilitySeconds: 43_200,
  delaySeconds: 900,
  waitSeconds: 20,
  deduplicationMs: 5 * 60_000,
  /** Of one action, on a FIFO queue without high throughput. */
  fifoCallsPerSecond: 300,
  purgeIntervalMs: 60_000,
  listedQueues: 1_000,
  policyBytes: 8_192,
  policyStatements: 20,
  /** Of one statement. */
  policyActions: 7,
  redriveSources: 10,
  tags: 50,
  movedPerSecond: 500,
  listedMoveTasks: 10,
} as const;
