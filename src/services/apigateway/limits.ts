// Quotas of API Gateway. AWS: "Amazon API Gateway quotas and important notes for REST APIs".

export const LIMITS = {
  /** Resources of an API, its root included. */
  resources: 300,
  stages: 10,
  authorizers: 10,
  documentationParts: 2000,
  /** APIs of an account in a region: 600 regional, 120 edge, 600 private. */
  apis: { REGIONAL: 600, EDGE: 120, PRIVATE: 600 },
  apiKeys: 10_000,
  usagePlans: 300,
  plansOfKey: 10,
  clientCertificates: 60,
  basePathMappings: 200,
  /** Characters of a resource policy. */
  policyCharacters: 8192,
  /** Characters of a mapping template: 300 KB. */
  templateCharacters: 300 * 1024,
  /** Bytes of a model: 400 KB. */
  modelCharacters: 400 * 1024,
  tags: 50,
  /** Bytes of an imported definition: 6 MB. */
  definitionBytes: 6 * 1024 * 1024,
} as const;
