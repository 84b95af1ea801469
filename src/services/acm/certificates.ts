// Certificates: their ARNs, found by them, and shown.

import type { CertificateDetail, DomainValidation } from "@aws-sdk/client-acm";
import { formatArn, parseArn } from "../../kernel/arns.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { invalidArn, notFound } from "./errors.ts";
import type { CertificateRecord, DomainRecord } from "./records.ts";
import { loadCertificate } from "./repo.ts";

export const certificateArn = ({ account, region }: Scope, id: string): string =>
  formatArn("acm", region, account, `certificate/${id}`);

/** A certificate of this account and region. */
export function requireCertificate(tx: ReadTx, scope: Scope, arn: string): CertificateRecord {
  const parsed = parseArn(arn);
  if (parsed?.service !== "acm" || !parsed.resource.startsWith("certificate/"))
    throw invalidArn(`The certificate ARN ${arn} is not valid.`);
  const id = parsed.resource.slice("certificate/".length);
  const certificate = arn === certificateArn(scope, id) ? loadCertificate(tx, scope, id) : undefined;
  if (certificate === undefined) throw notFound(arn);
  return certificate;
}

/** The status as it is now: an issued certificate expires by itself. */
export function statusOf(
  { status, issued }: CertificateRecord,
  nowMs: number,
): CertificateRecord["status"] | "EXPIRED" {
  return status === "ISSUED" && issued !== undefined && issued.notAfterMs < nowMs ? "EXPIRED" : status;
}

/** What DescribeCertificate gives. */
export function detailOf(
  certificate: CertificateRecord,
  scope: Scope,
  yard: Pick<YardContext, "certificateUsers" | "clock">,
): CertificateDetail {
  const { issued, names, isImported, renewal } = certificate;
  const arn = certificateArn(scope, certificate.id);
  const at = (ms: number | undefined): Date | undefined => (ms === undefined ? undefined : new Date(ms));
  return {
    CertificateArn: arn,
    DomainName: names[0],
    SubjectAlternativeNames: [...names],
    Status: statusOf(certificate, yard.clock.nowMs()),
    Type: isImported ? "IMPORTED" : "AMAZON_ISSUED",
    KeyAlgorithm: certificate.keyAlgorithm,
    InUseBy: [...yard.certificateUsers(arn)],
    CreatedAt: at(certificate.createdAtMs),
    ImportedAt: at(certificate.importedAtMs),
    IssuedAt: at(certificate.issuedAtMs),
    RenewalEligibility: !isImported && certificate.method === "DNS" && issued !== undefined ? "ELIGIBLE" : "INELIGIBLE",
    Options: {
      CertificateTransparencyLoggingPreference: certificate.isTransparent ? "ENABLED" : "DISABLED",
      ...(!isImported && { Export: certificate.isExportable ? "ENABLED" : "DISABLED" }),
    },
    ...(!isImported && { DomainValidationOptions: certificate.domains.map((each) => validationOf(each, certificate)) }),
    ...(issued !== undefined && {
      Serial: issued.serial,
      Subject: issued.subject,
      Issuer: issued.issuer,
      SignatureAlgorithm: issued.signatureAlgorithm,
      NotBefore: at(issued.notBeforeMs),
      NotAfter: at(issued.notAfterMs),
      KeyUsages: [
        { Name: "DIGITAL_SIGNATURE" },
        ...(isRsa(certificate) ? [{ Name: "KEY_ENCIPHERMENT" as const }] : []),
      ],
      ExtendedKeyUsages: [{ Name: "TLS_WEB_SERVER_AUTHENTICATION", OID: "1.3.6.1.5.5.7.3.1" }],
    }),
    ...(renewal !== undefined && {
      RenewalSummary: {
        RenewalStatus: renewal.status,
        UpdatedAt: new Date(renewal.updatedAtMs),
        DomainValidationOptions: certificate.domains.map((each) => validationOf(each, certificate)),
      },
    }),
  };
}

const isRsa = ({ keyAlgorithm }: Pick<CertificateRecord, "keyAlgorithm">): boolean => keyAlgorithm.startsWith("RSA_");

function validationOf(domain: DomainRecord, { method, status }: CertificateRecord): DomainValidation {
  const { name, validationDomain, isValidated, record, emails } = domain;
  const failed = status === "VALIDATION_TIMED_OUT" ? "FAILED" : "PENDING_VALIDATION";
  return {
    DomainName: name,
    ValidationDomain: validationDomain,
    ValidationMethod: method,
    ValidationStatus: isValidated ? "SUCCESS" : failed,
    ...(record !== undefined && {
      ResourceRecord: { Name: `${record.name}.`, Type: "CNAME", Value: `${record.value}.` },
    }),
    ...(emails !== undefined && { ValidationEmails: [...emails] }),
  };
}
