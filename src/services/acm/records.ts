// What the store keeps of certificates. Private keys are sealed with the machine's authority and open only here.

export type KeyAlgorithm =
  | "RSA_1024"
  | "RSA_2048"
  | "RSA_3072"
  | "RSA_4096"
  | "EC_prime256v1"
  | "EC_secp384r1"
  | "EC_secp521r1";

export interface CertificateRecord {
  readonly v: 1;
  readonly id: string;
  readonly isImported: boolean;
  /** The first is the certificate's domain name; empty only for an imported one that names none. */
  readonly names: readonly string[];
  readonly keyAlgorithm: KeyAlgorithm;
  readonly status: "PENDING_VALIDATION" | "ISSUED" | "VALIDATION_TIMED_OUT" | "REVOKED";
  readonly method?: "DNS" | "EMAIL";
  /** One for each name, without doubles. Empty for imported ones. */
  readonly domains: readonly DomainRecord[];
  readonly createdAtMs: number;
  readonly importedAtMs?: number;
  readonly issuedAtMs?: number;
  readonly renewal?: {
    readonly status: "PENDING_VALIDATION" | "SUCCESS";
    readonly updatedAtMs: number;
  };
  readonly isTransparent: boolean;
  readonly isExportable: boolean;
  readonly isExported?: boolean;
  readonly idempotencyToken?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** What was issued or imported. */
  readonly issued?: IssuedRecord;
}

export interface DomainRecord {
  readonly name: string;
  readonly validationDomain: string;
  readonly isValidated: boolean;
  /** For DNS: without its last dot in neither. */
  readonly record?: { readonly name: string; readonly value: string };
  readonly emails?: readonly string[];
  /** What the mail's link has. */
  readonly approvalToken?: string;
}

export interface IssuedRecord {
  /** PEM. */
  readonly certificate: string;
  readonly chain: string;
  readonly sealedKey: Uint8Array;
  readonly serial: string;
  readonly subject: string;
  readonly issuer: string;
  readonly signatureAlgorithm: string;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

/** A mail that asks for approval, in the inbox. */
export interface MailRecord {
  readonly v: 1;
  readonly kind: "email";
  readonly messageId: string;
  readonly sentAtMs: number;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}
