// Lengths, patterns and enumerations. AWS: the members of each operation in the ACM API reference. ARNs are looked at by the operations, which have
// an error of their own for them.

import type { Constraint, Constraints } from "../../service/constraints.ts";

const ARN: Constraint = { length: [20, 2_048] };
const DOMAIN: Constraint = {
  length: [1, 253],
  pattern: "(\\*\\.)?(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\\.)+((?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9])",
};
const SWITCH: Constraint = { oneOf: ["ENABLED", "DISABLED"] };
const ALGORITHM: Constraint = {
  oneOf: ["RSA_1024", "RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1", "EC_secp521r1"],
};
const TAGS = {
  Tags: { length: [1, 50] },
  "Tags.member.Key": { length: [1, 128], pattern: "[\\p{L}\\p{Z}\\p{N}_.:\\/=+\\-@]*" },
  "Tags.member.Value": { length: [0, 256], pattern: "[\\p{L}\\p{Z}\\p{N}_.:\\/=+\\-@]*" },
} as const satisfies Constraints[string];
const ON_ARN = { CertificateArn: ARN };

export const constraints: Constraints = {
  AddTagsToCertificate: { ...ON_ARN, ...TAGS },
  DeleteCertificate: ON_ARN,
  DescribeCertificate: ON_ARN,
  ExportCertificate: { ...ON_ARN, Passphrase: { length: [4, 128] } },
  GetCertificate: ON_ARN,
  ImportCertificate: {
    ...ON_ARN,
    ...TAGS,
    Certificate: { length: [1, 32_768] },
    PrivateKey: { length: [1, 5_120] },
    CertificateChain: { length: [1, 2_097_152] },
  },
  ListCertificates: {
    MaxItems: { range: [1, 1_000] },
    NextToken: { length: [1, 10_000] },
    SortBy: { oneOf: ["CREATED_AT"] },
    SortOrder: { oneOf: ["ASCENDING", "DESCENDING"] },
  },
  ListTagsForCertificate: ON_ARN,
  RemoveTagsFromCertificate: { ...ON_ARN, ...TAGS },
  RenewCertificate: ON_ARN,
  RequestCertificate: {
    ...TAGS,
    DomainName: DOMAIN,
    ValidationMethod: { oneOf: ["EMAIL", "DNS", "HTTP"] },
    SubjectAlternativeNames: { length: [1, 100] },
    "SubjectAlternativeNames.member": DOMAIN,
    IdempotencyToken: { length: [1, 32], pattern: "\\w+" },
    DomainValidationOptions: { length: [1, 100] },
    "DomainValidationOptions.member.DomainName": DOMAIN,
    "DomainValidationOptions.member.ValidationDomain": DOMAIN,
    "Options.CertificateTransparencyLoggingPreference": SWITCH,
    "Options.Export": SWITCH,
    KeyAlgorithm: ALGORITHM,
    ManagedBy: { oneOf: ["CLOUDFRONT"] },
  },
  ResendValidationEmail: { ...ON_ARN, Domain: DOMAIN, ValidationDomain: DOMAIN },
  UpdateCertificateOptions: {
    ...ON_ARN,
    "Options.CertificateTransparencyLoggingPreference": SWITCH,
    "Options.Export": SWITCH,
  },
};
