// SNS's limits, as data. SNS words violations in its own way, so the domain files check them, not the common checker.
// AWS: Publish, PublishBatch, CreateTopic; "Filter policy constraints" and "Message deduplication for FIFO topics".

import type { Constraints } from "../../service/constraints.ts";

export const LIMITS = {
  messageBytes: 262_144,
  subjectCharacters: 100,
  batchEntries: 10,
  messageAttributeNameBytes: 256,
  filterPolicyKeys: 5,
  filterPolicyCombinations: 150,
  filterPolicyBytes: 262_144,
  filterPoliciesPerTopic: 200,
  filterPoliciesPerAccount: 10_000,
  // AWS: "Service quotas", Amazon SNS: an account's FIFO topics, and a FIFO topic's subscriptions.
  fifoTopics: 1_000,
  subscriptionsPerFifoTopic: 100,
  deduplicationMs: 5 * 60_000,
  // AWS: ConfirmSubscription: "Confirmation tokens are valid for two days."
  tokenMs: 2 * 86_400_000,
  tokenCharacters: 224,
  // AWS: "Creating an HTTP/S delivery policy".
  retries: 100,
  retryDelaySeconds: 3_600,
  policyRetrySeconds: 3_600,
  textMessageCharacters: 1_600,
  // AWS: "SMS sandbox": ten verified or pending numbers; a number is removed 24 hours after it was verified at the earliest.
  sandboxNumbers: 10,
  sandboxDeleteMs: 86_400_000,
  oneTimePasswordMs: 15 * 60_000,
  // AWS: OptInPhoneNumber: "You can opt in a phone number only once every 30 days."
  optInMs: 30 * 86_400_000,
  pageSize: 100,
  tags: 50,
} as const;

// AWS: the API reference of the operations for text messages, the only ones whose members have declared constraints.
const PHONE_NUMBER = { length: [0, 20], pattern: "(\\+[0-9]{8,}|[0-9]{0,9})" } as const;

export const constraints: Constraints = {
  CreateSMSSandboxPhoneNumber: {
    PhoneNumber: PHONE_NUMBER,
    LanguageCode: {
      oneOf: [
        "en-US",
        "en-GB",
        "es-419",
        "es-ES",
        "de-DE",
        "fr-CA",
        "fr-FR",
        "it-IT",
        "ja-JP",
        "pt-BR",
        "kr-KR",
        "zh-CN",
        "zh-TW",
      ],
    },
  },
  DeleteSMSSandboxPhoneNumber: { PhoneNumber: PHONE_NUMBER },
  ListOriginationNumbers: { MaxResults: { range: [1, 30] } },
  ListSMSSandboxPhoneNumbers: { MaxResults: { range: [1, 100] } },
  VerifySMSSandboxPhoneNumber: { PhoneNumber: PHONE_NUMBER, OneTimePassword: { length: [5, 8], pattern: "[0-9]+" } },
};
